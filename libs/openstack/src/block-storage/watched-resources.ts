import { isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { type ResourceShape, Resources } from '../core/resources.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type WaitOptions, Watch } from '../core/watch.ts';
import type { ProjectsFilter } from './cinder.ts';
import { gone, there } from './storage-waits.ts';

/** A filter of volumes or snapshots. */
export interface MetadataFilter extends ProjectsFilter {
  /** Its whole name. */
  name?: string;
  status?: string;
  /** It has all of them, with these values. */
  metadata?: Record<string, string>;
  /** Of this project. Admins only. */
  projectId?: string;
}

/** What has a status, metadata and actions: volumes and snapshots. */
export abstract class WatchedResources<
  Raw extends { id: string },
  T extends { id: string; status: string },
  Filter extends MetadataFilter,
> extends Resources<Raw, T, Filter> {
  readonly #watch: Watch<T>;

  constructor(cinder: ServiceClient, shape: ResourceShape<Raw, T>) {
    super(cinder, shape);
    this.#watch = new Watch<T>({ clock: cinder.clock, look: (ids) => this.#look(ids) });
  }

  /** Newest first; of the token's project unless told otherwise. A list by project is one of all projects. */
  override list(filter: Filter = {} as Filter): Listing<T> {
    const { metadata, projectId } = filter;
    return super.list({
      ...filter,
      ...(projectId !== undefined && { allProjects: true }),
      ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
    });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: Filter = {} as Filter): Promise<T> {
    const named = this.list({ ...filter, name: nameOrId });
    return findOne(this.shape.what, nameOrId, named, (id) => this.get(id));
  }

  /** Adds to its metadata; others stay. Gives all of them. */
  async setMetadata(id: string, metadata: Record<string, string>): Promise<Record<string, string>> {
    return this.#metadata('POST', id, metadata, 'set metadata of');
  }

  /** Makes these its only metadata. */
  async replaceMetadata(id: string, metadata: Record<string, string>): Promise<Record<string, string>> {
    return this.#metadata('PUT', id, metadata, 'replace the metadata of');
  }

  /** @throws OPENSTACK_NOT_FOUND when there is no such key */
  async deleteMetadata(id: string, key: string): Promise<void> {
    const path = `${this.pathOf(id)}/metadata/${segment(key)}`;
    await this.client.request({
      method: 'DELETE',
      path,
      label: `delete metadata '${key}' of ${this.shape.what} ${id}`,
    });
  }

  protected act<Answer = undefined>(id: string, body: object, label: string, key?: string): Promise<Answer> {
    const path = `${this.pathOf(id)}/action`;
    return this.client
      .request<Answer>({ method: 'POST', path, body, label, ...(key !== undefined && { key }) })
      .then((answer) => answer.body);
  }

  /** However many wait, each look is one request. */
  protected async until(id: string, options: WaitOptions<T>, wanted: Parameters<typeof there<T>>[1]): Promise<T> {
    return (await this.#watch.until(id, options, there(`${this.shape.what} ${id}`, wanted))) as T;
  }

  /** Has it deleted, and waits until it is gone; one that is gone, or going, already is no error. */
  protected async untilGone(id: string, options: WaitOptions<T>, remove: () => Promise<void>): Promise<void> {
    try {
      await remove();
    } catch (error) {
      if (!(await this.#isGoing(id, error))) throw error;
    }
    await this.#watch.until(id, options, gone(`${this.shape.what} ${id}`));
  }

  async #isGoing(id: string, error: unknown): Promise<boolean> {
    if (!isOpenStackError(error)) return false;
    if (error.code === 'OPENSTACK_NOT_FOUND') return true;
    // What is `deleting` cannot be deleted: somebody else was first, or an earlier attempt whose answer was lost.
    return error.code === 'OPENSTACK_CONFLICT' && (await this.#one(id)).every(({ status }) => status === 'deleting');
  }

  // Cinder has no filter for several ids; new ones come first, so that a list is seldom read to its end for them.
  async #look(ids: readonly string[]): Promise<T[]> {
    const [only] = ids;
    if (only !== undefined && ids.length === 1) return this.#one(only);
    const missing = new Set(ids);
    const found: T[] = [];
    for await (const one of this.list({ allProjects: true } as Filter)) {
      if (missing.delete(one.id)) found.push(one);
      if (missing.size === 0) break;
    }
    return found;
  }

  async #one(id: string): Promise<T[]> {
    try {
      return [await this.get(id)];
    } catch (error) {
      if (isOpenStackError(error) && error.code === 'OPENSTACK_NOT_FOUND') return [];
      throw error;
    }
  }

  async #metadata(
    method: 'POST' | 'PUT',
    id: string,
    metadata: Record<string, string>,
    verb: string,
  ): Promise<Record<string, string>> {
    const { body } = await this.client.request<{ metadata: Record<string, string> }>({
      method,
      path: `${this.pathOf(id)}/metadata`,
      body: { metadata },
      key: 'metadata',
      label: `${verb} ${this.shape.what} ${id}`,
    });
    return body.metadata;
  }
}
