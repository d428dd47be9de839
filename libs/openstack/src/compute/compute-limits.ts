import type { ServiceClient } from '../core/service-client.ts';

/** What a project may have and has; -1: no limit. */
export interface ComputeLimits {
  instances: { limit: number; used: number };
  cores: { limit: number; used: number };
  ramMiB: { limit: number; used: number };
  serverGroups: { limit: number; used: number };
  /** Per user. */
  keypairs: number;
  /** Per server. */
  metadataItems: number;
  /** Per group. */
  serverGroupMembers: number;
}

type Absolute = Record<
  | 'maxTotalInstances'
  | 'totalInstancesUsed'
  | 'maxTotalCores'
  | 'totalCoresUsed'
  | 'maxTotalRAMSize'
  | 'totalRAMUsed'
  | 'maxServerGroups'
  | 'totalServerGroupsUsed'
  | 'maxTotalKeypairs'
  | 'maxServerMeta'
  | 'maxServerGroupMembers',
  number
>;

/** `/limits`: what quotas come to, for everyone to read of the own project. */
export class Limits {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** @param projectId default the token's project; another one is for admins */
  async get({ projectId }: { projectId?: string } = {}): Promise<ComputeLimits> {
    const { body } = await this.#nova.request<{ limits: { absolute: Absolute } }>({
      method: 'GET',
      path: '/limits',
      query: { tenant_id: projectId },
      key: 'limits',
      label: projectId === undefined ? 'get the limits' : `get the limits of project ${projectId}`,
    });
    const { absolute: raw } = body.limits;
    return {
      instances: { limit: raw.maxTotalInstances, used: raw.totalInstancesUsed },
      cores: { limit: raw.maxTotalCores, used: raw.totalCoresUsed },
      ramMiB: { limit: raw.maxTotalRAMSize, used: raw.totalRAMUsed },
      serverGroups: { limit: raw.maxServerGroups, used: raw.totalServerGroupsUsed },
      keypairs: raw.maxTotalKeypairs,
      metadataItems: raw.maxServerMeta,
      serverGroupMembers: raw.maxServerGroupMembers,
    };
  }
}
