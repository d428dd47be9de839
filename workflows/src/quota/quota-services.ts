import type { BlockStorageQuota, ComputeQuota, NetworkQuota, OpenStackClient, QuotaUsage } from '@opsbook/openstack';
import type { Limits, QuotaName } from './quota-fields.ts';

export const QUOTA_SERVICES = ['compute', 'network', 'volume'] as const;
export type QuotaService = (typeof QUOTA_SERVICES)[number];

/** Each service's own name of a limit. */
const NAMES = {
  compute: {
    instances: 'instances',
    cores: 'cores',
    ramMiB: 'ramMiB',
    keypairs: 'keypairs',
    metadataItems: 'metadataItems',
    serverGroups: 'serverGroups',
    serverGroupMembers: 'serverGroupMembers',
  } satisfies Partial<Record<QuotaName, keyof ComputeQuota>>,
  network: {
    networks: 'network',
    subnets: 'subnet',
    subnetPools: 'subnetPool',
    ports: 'port',
    routers: 'router',
    floatingIps: 'floatingIp',
    rbacPolicies: 'rbacPolicy',
    securityGroups: 'securityGroup',
    securityGroupRules: 'securityGroupRule',
    trunks: 'trunk',
  } satisfies Partial<Record<QuotaName, keyof NetworkQuota>>,
  volume: {
    volumes: 'volumes',
    gigabytes: 'gigabytes',
    perVolumeGigabytes: 'perVolumeGigabytes',
    snapshots: 'snapshots',
    backups: 'backups',
    backupGigabytes: 'backupGigabytes',
    volumeGroups: 'groups',
  } satisfies Partial<Record<QuotaName, keyof BlockStorageQuota>>,
};

/** What a service keeps of a project's quota, by our names. */
export interface ServiceQuota {
  details(projectId: string): Promise<Partial<Record<QuotaName, QuotaUsage>>>;
  defaults(projectId: string): Promise<Limits>;
  /** @param force takes limits below what is used, where the service can be told to */
  set(projectId: string, limits: Limits, force: boolean): Promise<unknown>;
  /** Back to the defaults. */
  reset(projectId: string): Promise<unknown>;
}

/** The limits of those given that are this service's. */
export const ofService = (service: QuotaService, limits: Limits): Limits =>
  Object.fromEntries(
    Object.entries(limits).filter(([name, value]) => value !== undefined && Object.hasOwn(NAMES[service], name)),
  );

export function serviceQuota({ compute, network, blockStorage }: OpenStackClient, service: QuotaService): ServiceQuota {
  const names: Record<string, string> = NAMES[service];
  const ours = <T>(given: object): Record<string, T> => {
    const theirs = new Map(Object.entries(given));
    return Object.fromEntries(
      Object.entries(names).flatMap(([name, their]) => (theirs.has(their) ? [[name, theirs.get(their) as T]] : [])),
    );
  };
  const theirs = (limits: Limits) =>
    Object.fromEntries(Object.entries(limits).map(([name, value]) => [names[name] ?? name, value]));
  const { quotas } = { compute, network, volume: blockStorage }[service];
  return {
    details: async (id) => ours<QuotaUsage>(await quotas.details(id)),
    defaults: async (id) => ours<number>(await quotas.defaults(id)),
    // Only nova has to be forced; cinder takes nothing below what is used, neutron anything.
    set: (id, limits, force) => quotas.set(id, theirs(limits), ...(service === 'compute' ? [{ force }] : [])),
    reset: (id) => quotas.delete(id),
  };
}
