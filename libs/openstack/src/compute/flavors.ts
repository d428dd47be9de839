import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { type Names, rename } from '../core/rename.ts';
import { segment } from '../core/segment.ts';
import type { Operation, ServiceClient } from '../core/service-client.ts';
import { type Flavor, type NovaFlavor, flavor } from './flavor.ts';

export interface NewFlavor {
  name: string;
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  /** Default: a UUID of nova's making. */
  id?: string;
  ephemeralGiB?: number;
  swapMiB?: number;
  /** Default true; false: for the projects that {@link FlavorAccess} names. */
  isPublic?: boolean;
  description?: string;
}

const NEW: Names<NewFlavor> = {
  name: 'name',
  vcpus: 'vcpus',
  ramMiB: 'ram',
  diskGiB: 'disk',
  id: 'id',
  ephemeralGiB: 'OS-FLV-EXT-DATA:ephemeral',
  swapMiB: 'swap',
  isPublic: 'os-flavor-access:is_public',
  description: 'description',
};

// With extra specs in the list, and descriptions that can be changed.
const SINCE = '2.61';

/** `/flavors`; all but looking is for admins. */
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
    return this.#answered({ method: 'GET', path: pathOf(id), label: `get flavor ${id}` });
  }

  /** Among all that the user may see, private ones too. @throws OPENSTACK_NOT_FOUND */
  async find(nameOrId: string): Promise<Flavor> {
    const named = async () => (await this.list({ isPublic: null })).filter(({ name }) => name === nameOrId);
    return findOne('flavor', nameOrId, named(), (id) => this.get(id));
  }

  /** @throws OPENSTACK_CONFLICT when the name or the id is taken */
  async create(wanted: NewFlavor): Promise<Flavor> {
    const body = { flavor: rename(NEW, wanted) };
    return this.#answered({ method: 'POST', path: '/flavors', body, label: `create flavor '${wanted.name}'` });
  }

  /** All else of a flavor is fixed. */
  async update(id: string, { description }: { description: string | null }): Promise<Flavor> {
    const body = { flavor: { description } };
    return this.#answered({ method: 'PUT', path: pathOf(id), body, label: `update flavor ${id} (description)` });
  }

  /** Servers that were made of it keep what it was. @throws OPENSTACK_NOT_FOUND */
  async delete(id: string): Promise<void> {
    await this.#nova.request({ method: 'DELETE', path: pathOf(id), label: `delete flavor ${id}` });
  }

  async #answered(operation: Operation): Promise<Flavor> {
    const { body } = await this.#nova.request<{ flavor: NovaFlavor }>({ key: 'flavor', since: SINCE, ...operation });
    return flavor(body.flavor);
  }
}

const pathOf = (id: string): string => `/flavors/${segment(id)}`;
