import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** A project: what owns servers, images and quotas. */
export interface Project {
  id: string;
  name: string;
  domainId: string;
  enabled: boolean;
  description: string;
  /** The project above it, or its domain's id. */
  parentId: string | null;
  tags: string[];
}

export interface ProjectFilter {
  /** The whole name. */
  name?: string;
  domainId?: string;
  enabled?: boolean;
}

/** `/v3/projects` */
export class Projects {
  readonly #keystone: ServiceClient;

  constructor(keystone: ServiceClient) {
    this.#keystone = keystone;
  }

  list(filter: ProjectFilter = {}): Listing<Project> {
    return listing(
      this.#keystone,
      () => ({
        method: 'GET',
        path: '/projects',
        query: { name: filter.name, domain_id: filter.domainId, enabled: filter.enabled },
        label: 'list projects',
      }),
      { key: 'projects', idOf: (raw: KeystoneProject) => raw.id, map: project },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<Project> {
    const { body } = await this.#keystone.request<{ project: KeystoneProject }>({
      method: 'GET',
      path: `/projects/${segment(id)}`,
      key: 'project',
      label: `get project ${id}`,
    });
    return project(body.project);
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS when several domains have one of that name */
  async find(nameOrId: string, { domainId }: { domainId?: string } = {}): Promise<Project> {
    const named = this.list({ name: nameOrId, ...(domainId !== undefined && { domainId }) });
    return findOne('project', nameOrId, named, (id) => this.get(id));
  }
}

interface KeystoneProject {
  id: string;
  name: string;
  domain_id: string;
  enabled: boolean;
  description?: string | null;
  parent_id?: string | null;
  tags?: string[];
}

const project = (raw: KeystoneProject): Project => ({
  id: raw.id,
  name: raw.name,
  domainId: raw.domain_id,
  enabled: raw.enabled,
  description: raw.description ?? '',
  parentId: raw.parent_id ?? null,
  tags: raw.tags ?? [],
});
