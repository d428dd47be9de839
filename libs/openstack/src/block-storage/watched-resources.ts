import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { type ResourceShape, Resources } from '../core/resources.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Awaited, type WaitOptions, Watch } from '../core/watch.ts';
import type { ProjectsFilter } from './cinder.ts';

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
  protected until(id: string, options: WaitOptions<T>, wanted: Awaited<T>): Promise<T | undefined> {
    return this.#watch.until(id, options, wanted);
  }

  /** Waits for what is there. @param given why it will never be reached */
  protected async untilThere(
    id: string,
    options: WaitOptions<T>,
    { what, reached, given }: { what: string; reached: (seen: T) => boolean; given: (seen: T) => string | undefined },
  ): Promise<T> {
    const label = `${this.shape.what} ${id} to become ${what}`;
    const found = await this.until(id, options, {
      label,
      reached: (seen) => seen !== undefined && reached(seen),
      hopeless: (seen) => {
        if (seen === undefined) return stuck('OPENSTACK_NOT_FOUND', `there is no ${this.shape.what} ${id}`);
        const reason = seen.status.startsWith('error') ? `it is in ${seen.status}` : given(seen);
        return reason === undefined ? undefined : stuck('OPENSTACK_STUCK', `waited for ${label}, but ${reason}`);
      },
    });
    return found as T;
  }

  /** Waits until it is gone after a deletion that was accepted: it is `deleting` until then. */
  protected async untilGone(id: string, options: WaitOptions<T>): Promise<void> {
    const label = `${this.shape.what} ${id} to be gone`;
    await this.until(id, options, {
      label,
      reached: (seen) => seen === undefined,
      hopeless: (seen) =>
        seen === undefined || seen.status === 'deleting'
          ? undefined
          : stuck('OPENSTACK_STUCK', `waited for ${label}, but its deletion has ended with it in ${seen.status}`),
    });
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

const stuck = (code: 'OPENSTACK_NOT_FOUND' | 'OPENSTACK_STUCK', message: string): OpenStackError =>
  new OpenStackError(code, message, { service: 'block-storage' });
