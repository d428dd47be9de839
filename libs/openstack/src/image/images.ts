import { inParallel } from '@opsbook/context';
import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import { Listing, nothing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { Operation, ServiceClient } from '../core/service-client.ts';
import { type WaitOptions, Watch } from '../core/watch.ts';
import { type ImageFilter, imageFilterFitsNothing, imageQuery } from './image-filter.ts';
import { type GlanceImage, type Image, image } from './image-shape.ts';
import { type ImageChanges, jsonPatch } from './json-patch.ts';
import { type NewImage, newImage } from './new-image.ts';

const AT_ONCE = 8;
const IDS_PER_LOOK = 100;

/** `/v2/images` */
export class Images {
  readonly #glance: ServiceClient;
  readonly #watch: Watch<Image>;

  constructor(glance: ServiceClient) {
    this.#glance = glance;
    this.#watch = new Watch<Image>({ clock: glance.clock, look: (ids) => this.#look(ids) });
  }

  /** Newest first, if not sorted otherwise. A filter that is an empty array fits nothing. */
  list(filter: ImageFilter = {}): Listing<Image> {
    if (imageFilterFitsNothing(filter)) return new Listing<Image>(nothing);
    return listing(
      this.#glance,
      () => ({ method: 'GET', path: '/images', query: imageQuery(filter), label: 'list images' }),
      { key: 'images', idOf: (raw: GlanceImage) => raw.id, map: image },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND also for what the user may not see */
  async get(id: string): Promise<Image> {
    return this.#image({ method: 'GET', path: imagePath(id), label: `get image ${id}` });
  }

  /** @throws OPENSTACK_NOT_FOUND, OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: ImageFilter = {}): Promise<Image> {
    return findOne('image', nameOrId, this.list({ ...filter, name: nameOrId }), (id) => this.get(id));
  }

  /** One without data, `queued`. @throws OPENSTACK_FORBIDDEN for what is an admin's; OPENSTACK_BAD_REQUEST for an unknown format */
  async create(wanted: NewImage): Promise<Image> {
    const label = `create image '${wanted.name}'`;
    return this.#image({ method: 'POST', path: '/images', body: newImage(wanted), label });
  }

  /** Sets fields and properties by glance's own names (`{owner: 'id', hw_qemu_guest_agent: 'yes'}`); null removes a property. */
  async update(id: string, changes: ImageChanges): Promise<Image> {
    return this.#image({
      method: 'PATCH',
      path: imagePath(id),
      headers: { 'content-type': 'application/openstack-images-v2.1-json-patch' },
      body: jsonPatch(changes),
      label: `update image ${id} (${Object.keys(changes).join(', ')})`,
    });
  }

  /** @throws OPENSTACK_FORBIDDEN: `public` is for admins */
  async setVisibility(id: string, visibility: Image['visibility']): Promise<Image> {
    return this.update(id, { visibility });
  }

  /** A protected image cannot be deleted. */
  async setProtected(id: string, isProtected: boolean): Promise<Image> {
    return this.update(id, { protected: isProtected });
  }

  /** Its data can be had by admins only from now on. Done already, it changes nothing. @throws OPENSTACK_FORBIDDEN when it is not active */
  async deactivate(id: string): Promise<void> {
    await this.#act(id, 'deactivate');
  }

  /** @throws OPENSTACK_FORBIDDEN when it is neither deactivated nor active */
  async reactivate(id: string): Promise<void> {
    await this.#act(id, 'reactivate');
  }

  /** @throws OPENSTACK_FORBIDDEN when it is protected; OPENSTACK_CONFLICT when it is in use */
  async delete(id: string): Promise<void> {
    await this.#glance.request({ method: 'DELETE', path: imagePath(id), label: `delete image ${id}` });
  }

  async addTag(id: string, tag: string): Promise<void> {
    const label = `tag image ${id} '${tag}'`;
    await this.#glance.request({ method: 'PUT', path: imagePath(id, `/tags/${segment(tag)}`), label });
  }

  /** One that it has not is no error. @throws OPENSTACK_NOT_FOUND when there is no such image */
  async removeTag(id: string, tag: string): Promise<void> {
    const label = `take the tag '${tag}' from image ${id}`;
    try {
      await this.#glance.request({ method: 'DELETE', path: imagePath(id, `/tags/${segment(tag)}`), label });
    } catch (error) {
      // Glance says this in the words of an unknown path.
      if (!isOpenStackError(error) || error.status !== 404 || (await this.get(id)).tags.includes(tag)) throw error;
    }
  }

  /**
   * After an upload, an import or a snapshot. However many wait, each look is one list call for 100 of them, and one more
   * for each that is on no list (hidden, or gone).
   * @throws OPENSTACK_STUCK when it is killed, deactivated or deleted, or its import has failed; OPENSTACK_NOT_FOUND when it
   * is gone; OPENSTACK_TIMEOUT
   */
  async untilActive(id: string, options: WaitOptions<Image> = {}): Promise<Image> {
    const label = `image ${id} to become active`;
    const reached = (seen: Image | undefined) => seen?.status === 'active';
    return (await this.#watch.until(id, options, { label, reached, hopeless: (seen) => hopeless(id, seen) })) as Image;
  }

  async #look(ids: readonly string[]): Promise<Image[]> {
    const found: Image[] = [];
    for (let at = 0; at < ids.length; at += IDS_PER_LOOK) {
      found.push(...(await this.list({ id: ids.slice(at, at + IDS_PER_LOOK) })));
    }
    const missing = ids.filter((id) => !found.some((one) => one.id === id));
    const alone = await inParallel(missing, AT_ONCE, (id) => this.get(id).catch(absent));
    return [...found, ...alone.filter((one) => one !== undefined)];
  }

  async #act(id: string, action: 'deactivate' | 'reactivate'): Promise<void> {
    const label = `${action} image ${id}`;
    // Done twice, it does what once does.
    const operation = { method: 'POST', path: imagePath(id, `/actions/${action}`), repeatable: true, label } as const;
    await this.#glance.request(operation);
  }

  async #image(operation: Operation): Promise<Image> {
    return this.#glance.ask({ ...operation, key: 'id' }, image);
  }
}

/** Where an image, or something of it, is. */
export const imagePath = (id: string, part = ''): string => `/images/${segment(id)}${part}`;

const absent = (error: unknown): undefined => {
  if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
};

const ENDED = new Set<Image['status']>(['killed', 'deactivated', 'deleted', 'pending_delete']);
const FILLING = new Set<Image['status']>(['saving', 'importing']);

function hopeless(id: string, seen: Image | undefined): OpenStackError | undefined {
  const service = 'image';
  if (seen === undefined) return new OpenStackError('OPENSTACK_NOT_FOUND', `image ${id} is gone`, { service });
  if (ENDED.has(seen.status)) {
    return new OpenStackError('OPENSTACK_STUCK', `image ${id} is ${seen.status}`, { service });
  }
  // Until a new import begins its work, the stores are those of an earlier one.
  if (seen.failedStores.length === 0 || seen.importTaskId !== null || FILLING.has(seen.status)) return undefined;
  const message = `the import of image ${id} into ${seen.failedStores.join(', ')} has failed; it is ${seen.status}`;
  return new OpenStackError('OPENSTACK_STUCK', message, { service });
}
