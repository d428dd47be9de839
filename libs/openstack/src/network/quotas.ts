import type { QuotaUsage } from '../core/quota-usage.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Names, rename } from '../core/rename.ts';

/** How many of each a project may have; -1: no limit. What the cloud does not have is missing. */
export interface NetworkQuota {
  network?: number;
  subnet?: number;
  subnetPool?: number;
  port?: number;
  router?: number;
  floatingIp?: number;
  rbacPolicy?: number;
  securityGroup?: number;
  securityGroupRule?: number;
  trunk?: number;
}

export type NetworkQuotaDetails = { [Resource in keyof NetworkQuota]?: QuotaUsage };

const NAMES: Names<NetworkQuota> = {
  network: 'network',
  subnet: 'subnet',
  subnetPool: 'subnetpool',
  port: 'port',
  router: 'router',
  floatingIp: 'floatingip',
  rbacPolicy: 'rbac_policy',
  securityGroup: 'security_group',
  securityGroupRule: 'security_group_rule',
  trunk: 'trunk',
};

/** `/v2.0/quotas`; neutron does not look whether a project exists. */
export class NetworkQuotas {
  readonly #neutron: ServiceClient;

  constructor(neutron: ServiceClient) {
    this.#neutron = neutron;
  }

  /** The project's own limits, and the defaults for the rest. */
  async get(projectId: string): Promise<NetworkQuota> {
    return read<number>(await this.#get(projectId, '', 'get'));
  }

  /** The same, with what is used. */
  async details(projectId: string): Promise<NetworkQuotaDetails> {
    return read<QuotaUsage>(await this.#get(projectId, '/details', 'get the usage of'));
  }

  /** What holds where nothing was set. */
  async defaults(projectId: string): Promise<NetworkQuota> {
    return read<number>(await this.#get(projectId, '/default', 'get the defaults of'));
  }

  /** Sets those that are named; neutron takes limits below what is used. Admins only. */
  async set(projectId: string, limits: NetworkQuota): Promise<NetworkQuota> {
    const { body } = await this.#neutron.request<{ quota: Record<string, number> }>({
      method: 'PUT',
      path: `/quotas/${segment(projectId)}`,
      body: { quota: rename(NAMES, limits) },
      key: 'quota',
      label: `set the network quota of project ${projectId} (${Object.keys(limits).join(', ')})`,
    });
    return read<number>(body.quota);
  }

  /** Goes back to the defaults. Admins only. @throws OPENSTACK_NOT_FOUND when none were set */
  async delete(projectId: string): Promise<void> {
    await this.#neutron.request({
      method: 'DELETE',
      path: `/quotas/${segment(projectId)}`,
      label: `reset the network quota of project ${projectId}`,
    });
  }

  async #get(projectId: string, more: string, verb: string): Promise<Record<string, unknown>> {
    const { body } = await this.#neutron.request<{ quota: Record<string, unknown> }>({
      method: 'GET',
      path: `/quotas/${segment(projectId)}${more}`,
      key: 'quota',
      label: `${verb} the network quota of project ${projectId}`,
    });
    return body.quota;
  }
}

const read = <Value>(raw: Record<string, unknown>): { [Resource in keyof NetworkQuota]?: Value } =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([name, theirs]) => (theirs in raw ? [[name, raw[theirs] as Value]] : [])),
  );
