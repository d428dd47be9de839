import type { ServiceClient } from '../core/service-client.ts';

/** Where servers can be put. */
export interface AvailabilityZone {
  name: string;
  available: boolean;
  /** The services by host; null for those who may not see them. */
  hosts: Record<string, { binary: string; up: boolean; enabled: boolean }[]> | null;
}

interface NovaZone {
  zoneName: string;
  zoneState: { available: boolean };
  hosts: Record<string, Record<string, { available: boolean; active: boolean }>> | null;
}

/** `/os-availability-zone` */
export class AvailabilityZones {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** @param withHosts adds the hosts, and the control plane's zone `internal`; admins only */
  async list({ withHosts = false }: { withHosts?: boolean } = {}): Promise<AvailabilityZone[]> {
    const { body } = await this.#nova.request<{ availabilityZoneInfo: NovaZone[] }>({
      method: 'GET',
      path: `/os-availability-zone${withHosts ? '/detail' : ''}`,
      key: 'availabilityZoneInfo',
      label: 'list availability zones',
    });
    return body.availabilityZoneInfo.map(({ zoneName, zoneState, hosts }) => ({
      name: zoneName,
      available: zoneState.available,
      hosts: hosts && Object.fromEntries(Object.entries(hosts).map(([host, services]) => [host, servicesOf(services)])),
    }));
  }
}

// Nova says `active` for enabled, and `available` for up.
const servicesOf = (services: NonNullable<NovaZone['hosts']>[string]) =>
  Object.entries(services).map(([binary, { available, active }]) => ({ binary, up: available, enabled: active }));
