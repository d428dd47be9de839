import { isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import type { ResourceShape } from '../core/resources.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Awaited, type WaitOptions, Watch } from '../core/watch.ts';
import type { PageFilter } from './neutron.ts';
import { NeutronResources } from './resources.ts';

/** A filter that can name several. */
export interface IdFilter extends PageFilter {
  /** Any of these ids. */
  id?: string | readonly string[];
}

// Neutron takes an address of 8 KiB at most.
const IDS_PER_LOOK = 100;

/** Resources that can be tagged and waited for. */
export abstract class WatchedResources<
  Raw extends { id: string },
  T extends { id: string },
  Filter extends IdFilter,
> extends NeutronResources<Raw, T, Filter> {
  readonly #watch: Watch<T>;

  constructor(neutron: ServiceClient, shape: ResourceShape<Raw, T>) {
    super(neutron, shape);
    this.#watch = new Watch<T>({
      clock: neutron.clock,
      look: async (ids) => {
        const found: T[] = [];
        for (let at = 0; at < ids.length; at += IDS_PER_LOOK) {
          found.push(...(await this.list({ id: ids.slice(at, at + IDS_PER_LOOK) } as unknown as Filter)));
        }
        return found;
      },
    });
  }

  /**
   * Deletes it and waits until it is on no list any more; one that is gone already is no error.
   * @throws OPENSTACK_CONFLICT when something uses it; OPENSTACK_TIMEOUT
   */
  async deleteAndWait(id: string, options: WaitOptions<T> = {}): Promise<void> {
    try {
      await this.delete(id);
    } catch (error) {
      if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
    }
    const label = `${this.shape.what} ${id} to be gone`;
    await this.until(id, options, { label, reached: (seen) => seen === undefined });
  }

  /** Replaces all of its tags. */
  async setTags(id: string, tags: readonly string[]): Promise<string[]> {
    const { body } = await this.client.request<{ tags: string[] }>({
      method: 'PUT',
      path: `${this.pathOf(id)}/tags`,
      body: { tags },
      key: 'tags',
      label: `set the tags of ${this.shape.what} ${id}`,
    });
    return body.tags;
  }

  /** How many ever wait, each look is one list call. */
  protected until(id: string, options: WaitOptions<T>, wanted: Awaited<T>): Promise<T | undefined> {
    return this.#watch.until(id, options, wanted);
  }

  protected findBy(nameOrId: string, named: PromiseLike<readonly T[]>): Promise<T> {
    return findOne(this.shape.what, nameOrId, named, (id) => this.get(id));
  }
}
