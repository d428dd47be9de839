import { type Names, rename } from '../core/rename.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { QuotaUsage } from '../core/quota-usage.ts';

/** How many of each a project may have; -1: no limit. Keypairs are counted per user, metadata per server, members per group. */
export interface ComputeQuota {
  instances?: number;
  cores?: number;
  ramMiB?: number;
  keypairs?: number;
  metadataItems?: number;
  serverGroups?: number;
  serverGroupMembers?: number;
}

export type ComputeQuotaDetails = { [Resource in keyof ComputeQuota]?: QuotaUsage };

const NAMES: Names<ComputeQuota> = {
  instances: 'instances',
  cores: 'cores',
  ramMiB: 'ram',
  keypairs: 'key_pairs',
  metadataItems: 'metadata_items',
  serverGroups: 'server_groups',
  serverGroupMembers: 'server_group_members',
};

// Without those of networks, which neutron keeps.
const SINCE = '2.57';

/** `/os-quota-sets`: anyone's own to read, all for admins. */
export class ComputeQuotas {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** The project's own limits, and the defaults for the rest. */
  async get(projectId: string): Promise<ComputeQuota> {
    return read<number>(await this.#get(projectId, '', 'get'));
  }

  /** The same, with what is used. */
  async details(projectId: string): Promise<ComputeQuotaDetails> {
    const raw = await this.#get(projectId, '/detail', 'get the usage of');
    return Object.fromEntries(
      Object.entries(read<NovaUsage>(raw)).map(([name, { limit, in_use: used, reserved }]) => [
        name,
        { limit, used, reserved },
      ]),
    );
  }

  /** What holds where nothing was set. */
  async defaults(projectId: string): Promise<ComputeQuota> {
    return read<number>(await this.#get(projectId, '/defaults', 'get the defaults of'));
  }

  /**
   * Sets those that are named. Admins only.
   * @param force allows less than what is used
   * @throws OPENSTACK_BAD_REQUEST for less than what is used, or a project that is none
   */
  async set(
    projectId: string,
    limits: ComputeQuota,
    { force = false }: { force?: boolean } = {},
  ): Promise<ComputeQuota> {
    const { body } = await this.#nova.request<{ quota_set: Record<string, unknown> }>({
      method: 'PUT',
      path: pathOf(projectId),
      body: { quota_set: { ...rename(NAMES, limits), ...(force && { force }) } },
      key: 'quota_set',
      label: `set the compute quota of project ${projectId} (${Object.keys(limits).join(', ')})`,
      since: SINCE,
    });
    return read<number>(body.quota_set);
  }

  /** Goes back to the defaults, also where none were set. Admins only. */
  async delete(projectId: string): Promise<void> {
    await this.#nova.request({
      method: 'DELETE',
      path: pathOf(projectId),
      label: `reset the compute quota of project ${projectId}`,
    });
  }

  async #get(projectId: string, more: string, verb: string): Promise<Record<string, unknown>> {
    const { body } = await this.#nova.request<{ quota_set: Record<string, unknown> }>({
      method: 'GET',
      path: `${pathOf(projectId)}${more}`,
      key: 'quota_set',
      label: `${verb} the compute quota of project ${projectId}`,
      since: SINCE,
    });
    return body.quota_set;
  }
}

const pathOf = (projectId: string): string => `/os-quota-sets/${segment(projectId)}`;

interface NovaUsage {
  limit: number;
  in_use: number;
  reserved: number;
}

const read = <Value>(raw: Record<string, unknown>): { [Resource in keyof ComputeQuota]?: Value } =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([name, theirs]) => (theirs in raw ? [[name, raw[theirs] as Value]] : [])),
  );
