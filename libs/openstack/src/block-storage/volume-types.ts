import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { type Names, rename } from '../core/rename.ts';
import { Resources } from '../core/resources.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** A kind of volumes: which backend they come from, and what they can do. */
export interface VolumeType {
  id: string;
  name: string;
  description: string;
  /** false: only projects that were given access see it. */
  isPublic: boolean;
  /** Others than admins see a few of them only. */
  extraSpecs: Record<string, string>;
}

export interface VolumeTypeFilter {
  /** true (the default): public ones, and for others than admins the project's own; false: private ones; null: all. */
  isPublic?: boolean | null;
}

export interface VolumeTypeChanges {
  name?: string;
  description?: string;
  isPublic?: boolean;
}

export interface NewVolumeType extends VolumeTypeChanges {
  name: string;
  /** `{volume_backend_name: 'ceph'}`; `{multiattach: '<is> True'}`: its volumes can be attached to several servers. */
  extraSpecs?: Record<string, string>;
}

const NEW: Names<NewVolumeType> = {
  name: 'name',
  description: 'description',
  isPublic: 'os-volume-type-access:is_public',
  extraSpecs: 'extra_specs',
};

const CHANGES: Names<VolumeTypeChanges> = { name: 'name', description: 'description', isPublic: 'is_public' };

/** `/types`; to be changed by admins only. */
export class VolumeTypes extends Resources<CinderType, VolumeType, { isPublic?: boolean | string | null }> {
  constructor(cinder: ServiceClient) {
    const names = { item: 'volume_type', collection: 'volume_types', what: 'volume type', path: '/types' };
    super(cinder, { ...names, linksKey: 'volume_type_links', filters: { isPublic: 'is_public' }, read: volumeType });
  }

  override list({ isPublic = true }: VolumeTypeFilter = {}): Listing<VolumeType> {
    // Cinder's word for "whichever".
    return super.list({ isPublic: isPublic ?? 'None' });
  }

  /** Among all that the user may see. @throws OPENSTACK_NOT_FOUND */
  async find(nameOrId: string): Promise<VolumeType> {
    const named = this.list({ isPublic: null }).then((all) => all.filter(({ name }) => name === nameOrId));
    return findOne(this.shape.what, nameOrId, named, (id) => this.get(id));
  }

  /** What a volume gets that names none. */
  async default(): Promise<VolumeType> {
    return this.get('default');
  }

  /** @throws OPENSTACK_CONFLICT when there is one of that name */
  async create(wanted: NewVolumeType): Promise<VolumeType> {
    return this.post(rename(NEW, wanted), `create volume type '${wanted.name}'`);
  }

  async update(id: string, changes: VolumeTypeChanges): Promise<VolumeType> {
    return this.change(id, rename(CHANGES, changes));
  }

  /** Adds to its extra specs; others stay. */
  async setExtraSpecs(id: string, extraSpecs: Record<string, string>): Promise<void> {
    await this.client.request({
      method: 'POST',
      path: `${this.pathOf(id)}/extra_specs`,
      body: { extra_specs: extraSpecs },
      key: 'extra_specs',
      label: `set extra specs of volume type ${id}`,
    });
  }

  /** @throws OPENSTACK_NOT_FOUND when there is no such key */
  async deleteExtraSpec(id: string, key: string): Promise<void> {
    const label = `delete extra spec '${key}' of volume type ${id}`;
    await this.client.request({ method: 'DELETE', path: `${this.pathOf(id)}/extra_specs/${segment(key)}`, label });
  }

  /** The projects that were given access to a private one. @throws OPENSTACK_NOT_FOUND for a public one */
  async access(id: string): Promise<string[]> {
    const { body } = await this.client.request<{ volume_type_access: { project_id: string }[] }>({
      method: 'GET',
      path: `${this.pathOf(id)}/os-volume-type-access`,
      key: 'volume_type_access',
      label: `list who may use volume type ${id}`,
    });
    return body.volume_type_access.map((one) => one.project_id);
  }

  /** @throws OPENSTACK_CONFLICT when it has access already; OPENSTACK_BAD_REQUEST for a public one */
  async addAccess(id: string, projectId: string): Promise<void> {
    const label = `give project ${projectId} access to volume type ${id}`;
    await this.#act(id, { addProjectAccess: { project: projectId } }, label);
  }

  /** @throws OPENSTACK_NOT_FOUND when it has none */
  async removeAccess(id: string, projectId: string): Promise<void> {
    const label = `take project ${projectId}'s access to volume type ${id}`;
    await this.#act(id, { removeProjectAccess: { project: projectId } }, label);
  }

  async #act(id: string, body: object, label: string): Promise<void> {
    await this.client.request({ method: 'POST', path: `${this.pathOf(id)}/action`, body, label });
  }
}

interface CinderType {
  id: string;
  name: string;
  description: string | null;
  is_public: boolean;
  extra_specs?: Record<string, string>;
}

const volumeType = (raw: CinderType): VolumeType => ({
  id: raw.id,
  name: raw.name,
  description: raw.description ?? '',
  isPublic: raw.is_public,
  extraSpecs: raw.extra_specs ?? {},
});
