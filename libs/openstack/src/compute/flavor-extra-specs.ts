import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

type Texts = Record<string, string>;

/** `/flavors/{id}/os-extra_specs`: what scheduler and hypervisor are told beyond sizes. Changes are for admins. */
export class FlavorExtraSpecs {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  async get(flavorId: string): Promise<Texts> {
    return this.#send('GET', flavorId, 'get');
  }

  /** Sets these and keeps the others. @throws OPENSTACK_BAD_REQUEST for a value that nova knows to be wrong (from 2.86) */
  async set(flavorId: string, extraSpecs: Texts): Promise<Texts> {
    return this.#send('POST', flavorId, 'set', extraSpecs);
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async remove(flavorId: string, key: string): Promise<void> {
    await this.#nova.request({
      method: 'DELETE',
      path: `${pathOf(flavorId)}/${segment(key)}`,
      label: `remove the extra spec '${key}' of flavor ${flavorId}`,
    });
  }

  async #send(method: 'GET' | 'POST', flavorId: string, verb: string, extraSpecs?: Texts): Promise<Texts> {
    const { body } = await this.#nova.request<{ extra_specs: Texts }>({
      method,
      path: pathOf(flavorId),
      ...(extraSpecs !== undefined && { body: { extra_specs: extraSpecs } }),
      key: 'extra_specs',
      label: `${verb} the extra specs of flavor ${flavorId}`,
    });
    return body.extra_specs;
  }
}

const pathOf = (flavorId: string): string => `/flavors/${segment(flavorId)}/os-extra_specs`;
