import * as z from 'zod';

const limit = z.int().min(-1).max(2_147_483_647).optional();
const of = (what: string) => limit.describe(`${what}; -1: no limit`);

/** Every limit that a project may have, by its input's name. */
export const quotaFields = {
  instances: of('Servers'),
  cores: of('vCPUs of all servers'),
  ramMiB: of('Memory of all servers, in MiB'),
  keypairs: of('Key pairs of each user'),
  metadataItems: of('Metadata of each server'),
  serverGroups: of('Server groups'),
  serverGroupMembers: of('Servers in each server group'),
  networks: of('Networks'),
  subnets: of('Subnets'),
  subnetPools: of('Subnet pools'),
  ports: of('Ports'),
  routers: of('Routers'),
  floatingIps: of('Floating IPs'),
  rbacPolicies: of('RBAC policies'),
  securityGroups: of('Security groups'),
  securityGroupRules: of('Rules of all security groups'),
  trunks: of('Trunks'),
  volumes: of('Volumes'),
  gigabytes: of('Volumes and snapshots together, in GiB'),
  perVolumeGigabytes: of('The largest volume, in GiB'),
  snapshots: of('Volume snapshots'),
  backups: of('Volume backups'),
  backupGigabytes: of('Volume backups together, in GiB'),
  volumeGroups: of('Volume groups'),
};

export type QuotaName = keyof typeof quotaFields;

/** Limits by their names; what is missing is not set. */
export type Limits = Partial<Record<QuotaName, number | undefined>>;
