import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type GlanceImage, type Image, image } from './image-shape.ts';
import { type ImageChanges, jsonPatch } from './json-patch.ts';

export interface ImageFilter {
  /** The whole name. */
  name?: string;
  status?: Image['status'];
  /** Of this project. */
  owner?: string;
  /** Default: public, shared with the project, and its own; `all` is for admins. */
  visibility?: Image['visibility'] | 'all';
  tag?: string;
  /** Items per page; 25 by default, capped silently at 1000. */
  limit?: number;
}

// Glance's default of 25 makes forty requests of what one can answer.
const PAGE = 500;

/** `/v2/images` */
export class Images {
  readonly #glance: ServiceClient;

  constructor(glance: ServiceClient) {
    this.#glance = glance;
  }

  /** Newest first. */
  list(filter: ImageFilter = {}): Listing<Image> {
    return listing(
      this.#glance,
      () => ({
        method: 'GET',
        path: '/images',
        query: {
          name: filter.name,
          status: filter.status,
          owner: filter.owner,
          visibility: filter.visibility,
          tag: filter.tag,
          limit: filter.limit ?? PAGE,
        },
        label: 'list images',
      }),
      { key: 'images', idOf: (raw: GlanceImage) => raw.id, map: image },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<Image> {
    const { body } = await this.#glance.request<GlanceImage>({
      method: 'GET',
      path: imagePath(id),
      key: 'id',
      label: `get image ${id}`,
    });
    return image(body);
  }

  /** Sets fields and properties by glance's own names (`{owner: 'id', hw_qemu_guest_agent: 'yes'}`); null removes a property. */
  async update(id: string, changes: ImageChanges): Promise<Image> {
    const { body } = await this.#glance.request<GlanceImage>({
      method: 'PATCH',
      path: imagePath(id),
      headers: { 'content-type': 'application/openstack-images-v2.1-json-patch' },
      body: jsonPatch(changes),
      key: 'id',
      label: `update image ${id} (${Object.keys(changes).join(', ')})`,
    });
    return image(body);
  }

  /** @throws OPENSTACK_FORBIDDEN when it is protected; OPENSTACK_CONFLICT when it is in use */
  async delete(id: string): Promise<void> {
    await this.#glance.request({ method: 'DELETE', path: imagePath(id), label: `delete image ${id}` });
  }
}

const imagePath = (id: string): string => `/images/${segment(id)}`;
