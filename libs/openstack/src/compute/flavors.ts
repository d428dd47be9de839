import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** What a server may be built as. */
export interface Flavor {
  id: string;
  name: string;
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  ephemeralGiB: number;
  swapMiB: number;
  isPublic: boolean;
  disabled: boolean;
  description: string | null;
  /** Empty where the policy hides them. */
  extraSpecs: Record<string, string>;
}

// With extra specs in the list.
const SINCE = '2.61';

/** `/flavors` */
export class Flavors {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** @param isPublic true (the default): public ones and the project's own; false: private ones; null: all. Admins only, but for true. */
  list({ isPublic = true }: { isPublic?: boolean | null } = {}): Listing<Flavor> {
    return listing(
      this.#nova,
      () => ({
        method: 'GET',
        path: '/flavors/detail',
        // Nova's word for "whichever".
        query: { is_public: isPublic ?? 'None' },
        label: 'list flavors',
        since: SINCE,
      }),
      { key: 'flavors', idOf: (raw: NovaFlavor) => raw.id, map: flavor },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<Flavor> {
    const { body } = await this.#nova.request<{ flavor: NovaFlavor }>({
      method: 'GET',
      path: `/flavors/${segment(id)}`,
      key: 'flavor',
      label: `get flavor ${id}`,
      since: SINCE,
    });
    return flavor(body.flavor);
  }
}

interface NovaFlavor {
  id: string;
  name: string;
  vcpus: number;
  ram: number;
  disk: number;
  /** An empty text for none before 2.75. */
  swap: number | '';
  description: string | null;
  extra_specs?: Record<string, string>;
  'OS-FLV-EXT-DATA:ephemeral': number;
  'OS-FLV-DISABLED:disabled': boolean;
  'os-flavor-access:is_public': boolean;
}

const flavor = (raw: NovaFlavor): Flavor => ({
  id: raw.id,
  name: raw.name,
  vcpus: raw.vcpus,
  ramMiB: raw.ram,
  diskGiB: raw.disk,
  ephemeralGiB: raw['OS-FLV-EXT-DATA:ephemeral'],
  swapMiB: raw.swap || 0,
  isPublic: raw['os-flavor-access:is_public'],
  disabled: raw['OS-FLV-DISABLED:disabled'],
  description: raw.description,
  extraSpecs: raw.extra_specs ?? {},
});
