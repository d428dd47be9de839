import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { BlockStorageQuota, BlockStorageQuotaDetails } from './quota.ts';
import { readQuota, writeQuota } from './quota-names.ts';

interface RawUsage {
  limit: number;
  in_use: number;
  reserved: number;
}

/** `/os-quota-sets`; cinder does not look whether a project exists. */
export class BlockStorageQuotas {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  /** The project's own limits, and the defaults for the rest. */
  async get(projectId: string): Promise<BlockStorageQuota> {
    return readQuota(await this.#get<number>(projectId, '', 'get'), (limit) => limit);
  }

  /** The same, with what is used. */
  async details(projectId: string): Promise<BlockStorageQuotaDetails> {
    const raw = await this.#get<RawUsage>(projectId, '', 'get the usage of', { usage: true });
    return readQuota(raw, ({ limit, in_use, reserved }) => ({ limit, used: in_use, reserved }));
  }

  /** What holds where nothing was set. */
  async defaults(projectId: string): Promise<BlockStorageQuota> {
    return readQuota(await this.#get<number>(projectId, '/defaults', 'get the defaults of'), (limit) => limit);
  }

  /**
   * Sets those that are named. Admins only.
   * @throws OPENSTACK_BAD_REQUEST for a limit below what is used, or a type that does not exist
   */
  async set(projectId: string, limits: BlockStorageQuota): Promise<BlockStorageQuota> {
    const wanted = writeQuota(limits);
    const { body } = await this.#cinder.request<{ quota_set: Record<string, number> }>({
      method: 'PUT',
      path: `/os-quota-sets/${segment(projectId)}`,
      body: { quota_set: wanted },
      key: 'quota_set',
      label: `set the block storage quota of project ${projectId} (${Object.keys(wanted).join(', ')})`,
    });
    return readQuota(body.quota_set, (limit) => limit);
  }

  /** Goes back to the defaults; no error when none were set. Admins only. */
  async delete(projectId: string): Promise<void> {
    await this.#cinder.request({
      method: 'DELETE',
      path: `/os-quota-sets/${segment(projectId)}`,
      label: `reset the block storage quota of project ${projectId}`,
    });
  }

  async #get<Line>(
    projectId: string,
    more: string,
    verb: string,
    query: { usage?: boolean } = {},
  ): Promise<Record<string, Line>> {
    const { body } = await this.#cinder.request<{ quota_set: Record<string, Line> }>({
      method: 'GET',
      path: `/os-quota-sets/${segment(projectId)}${more}`,
      query,
      key: 'quota_set',
      label: `${verb} the block storage quota of project ${projectId}`,
    });
    return body.quota_set;
  }
}
