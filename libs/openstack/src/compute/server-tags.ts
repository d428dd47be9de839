import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

// Tags came with it.
const SINCE = '2.26';

/** `/servers/{id}/tags`: at most 50 of 60 characters, without comma and slash. */
export class ServerTags {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  async get(serverId: string): Promise<string[]> {
    return this.#send('GET', serverId, 'get');
  }

  /** Replaces all of them. */
  async set(serverId: string, tags: readonly string[]): Promise<string[]> {
    return this.#send('PUT', serverId, 'set', tags);
  }

  /** One that it has already is no error. */
  async add(serverId: string, tag: string): Promise<void> {
    await this.#one('PUT', serverId, tag, 'add');
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async remove(serverId: string, tag: string): Promise<void> {
    await this.#one('DELETE', serverId, tag, 'remove');
  }

  async #one(method: 'PUT' | 'DELETE', serverId: string, tag: string, verb: string): Promise<void> {
    await this.#nova.request({
      method,
      path: `${pathOf(serverId)}/${segment(tag)}`,
      // Without a body the transport says that it is a form, which nova refuses (415).
      headers: { 'content-type': 'application/json' },
      label: `${verb} the tag '${tag}' of server ${serverId}`,
      since: SINCE,
    });
  }

  async #send(method: 'GET' | 'PUT', serverId: string, verb: string, tags?: readonly string[]): Promise<string[]> {
    const { body } = await this.#nova.request<{ tags: string[] }>({
      method,
      path: pathOf(serverId),
      ...(tags !== undefined && { body: { tags } }),
      key: 'tags',
      label: `${verb} the tags of server ${serverId}`,
      since: SINCE,
    });
    return body.tags;
  }
}

const pathOf = (serverId: string): string => `/servers/${segment(serverId)}/tags`;
