import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

type Texts = Record<string, string>;

/** `/servers/{id}/metadata`: keys and values, which the guest can read too. */
export class ServerMetadata {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  async get(serverId: string): Promise<Texts> {
    return this.#send('GET', serverId, 'get');
  }

  /** Sets these and keeps the others. @throws OPENSTACK_QUOTA for more than the project may have of them */
  async set(serverId: string, metadata: Texts): Promise<Texts> {
    return this.#send('POST', serverId, 'set', metadata);
  }

  /** Sets these and removes the others. @throws OPENSTACK_QUOTA */
  async replace(serverId: string, metadata: Texts): Promise<Texts> {
    return this.#send('PUT', serverId, 'replace', metadata);
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async remove(serverId: string, key: string): Promise<void> {
    await this.#nova.request({
      method: 'DELETE',
      path: `${pathOf(serverId)}/${segment(key)}`,
      label: `remove the metadata '${key}' of server ${serverId}`,
    });
  }

  async #send(method: 'GET' | 'POST' | 'PUT', serverId: string, verb: string, metadata?: Texts): Promise<Texts> {
    const { body } = await this.#nova.request<{ metadata: Texts }>({
      method,
      path: pathOf(serverId),
      ...(metadata !== undefined && { body: { metadata } }),
      key: 'metadata',
      label: `${verb} the metadata of server ${serverId}`,
    });
    return body.metadata;
  }
}

const pathOf = (serverId: string): string => `/servers/${segment(serverId)}/metadata`;
