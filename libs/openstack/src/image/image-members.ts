import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utc } from '../core/utc.ts';
import { imagePath } from './images.ts';

/** A project with which an image is shared. */
export interface ImageMember {
  imageId: string;
  projectId: string;
  /** What that project has answered: only what it has `accepted` is on its lists. It can boot from the others too. */
  status: 'pending' | 'accepted' | 'rejected';
  createdAt: string;
  updatedAt: string;
}

/** `/v2/images/{id}/members`, of images whose visibility is `shared`. */
export class ImageMembers {
  readonly #glance: ServiceClient;

  constructor(glance: ServiceClient) {
    this.#glance = glance;
  }

  /** The owner sees all, a member itself. @throws OPENSTACK_NOT_FOUND */
  async list(imageId: string): Promise<ImageMember[]> {
    const path = imagePath(imageId, '/members');
    const label = `list the members of image ${imageId}`;
    return this.#glance.ask({ method: 'GET', path, key: 'members', label }, (body: { members: GlanceMember[] }) =>
      body.members.map(member),
    );
  }

  /** @throws OPENSTACK_NOT_FOUND when it is not shared with that project */
  async get(imageId: string, projectId: string): Promise<ImageMember> {
    return this.#answered('GET', imageId, `/members/${segment(projectId)}`, `get member ${projectId}`);
  }

  /** Shares it. @throws OPENSTACK_CONFLICT when it is shared already; OPENSTACK_FORBIDDEN when it is not `shared` */
  async add(imageId: string, projectId: string): Promise<ImageMember> {
    return this.#answered('POST', imageId, '/members', `add member ${projectId}`, { member: projectId });
  }

  /** As that project, or an admin. */
  async accept(imageId: string, projectId: string): Promise<ImageMember> {
    return this.setStatus(imageId, projectId, 'accepted');
  }

  /** As that project, or an admin. */
  async reject(imageId: string, projectId: string): Promise<ImageMember> {
    return this.setStatus(imageId, projectId, 'rejected');
  }

  /** As that project, or an admin. @throws OPENSTACK_FORBIDDEN for the owner */
  async setStatus(imageId: string, projectId: string, status: ImageMember['status']): Promise<ImageMember> {
    const path = `/members/${segment(projectId)}`;
    return this.#answered('PUT', imageId, path, `set member ${projectId} to ${status}`, { status });
  }

  /** Shares it no longer. @throws OPENSTACK_NOT_FOUND; OPENSTACK_FORBIDDEN for the member itself */
  async remove(imageId: string, projectId: string): Promise<void> {
    await this.#glance.request({
      method: 'DELETE',
      path: imagePath(imageId, `/members/${segment(projectId)}`),
      label: `remove member ${projectId} of image ${imageId}`,
    });
  }

  async #answered(
    method: 'GET' | 'POST' | 'PUT',
    imageId: string,
    path: string,
    what: string,
    body?: object,
  ): Promise<ImageMember> {
    const operation = {
      method,
      path: imagePath(imageId, path),
      key: 'member_id',
      label: `${what} of image ${imageId}`,
      ...(body !== undefined && { body }),
    };
    return this.#glance.ask(operation, member);
  }
}

interface GlanceMember {
  member_id: string;
  image_id: string;
  status: ImageMember['status'];
  created_at: string;
  updated_at: string;
}

const member = (raw: GlanceMember): ImageMember => ({
  imageId: raw.image_id,
  projectId: raw.member_id,
  status: raw.status,
  createdAt: utc(raw.created_at),
  updatedAt: utc(raw.updated_at),
});
