import { findOne } from '../core/find.ts';
import { type Names, rename } from '../core/rename.ts';
import { Resources } from '../core/resources.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import { type Immutability, type NameInDomain, withOptions } from './keystone.ts';
import { type KeystoneProject, type Project, project } from './project.ts';

export interface ProjectFilter {
  /** The whole name; most databases do not mind upper and lower case. */
  name?: string;
  domainId?: string;
  /** Directly below this project or domain. */
  parentId?: string;
  enabled?: boolean;
  /** It has all of them. */
  tags?: readonly string[];
  /** It has one of them at least. */
  anyTag?: readonly string[];
  /** It has not all of them. */
  notTags?: readonly string[];
  /** It has none of them. */
  notAnyTag?: readonly string[];
}

/** What may be changed of a project; its domain and its parent are for ever. */
export interface ProjectChanges extends Immutability {
  name?: string;
  description?: string;
  /** Disabled: nobody logs in to it, and tokens of it are refused. */
  enabled?: boolean;
  /** Replaces all of them; up to 80, without `,` and `/`. */
  tags?: readonly string[];
}

export interface NewProject extends ProjectChanges {
  name: string;
  /** Default the domain that the token is scoped to; of any other token `default`, whatever its project. */
  domainId?: string;
  /** A project of the same domain; default the domain itself. */
  parentId?: string;
}

const FILTERS: Names<ProjectFilter> = {
  name: 'name',
  domainId: 'domain_id',
  parentId: 'parent_id',
  enabled: 'enabled',
  tags: 'tags',
  anyTag: 'tags-any',
  notTags: 'not-tags',
  notAnyTag: 'not-tags-any',
};

const NEW: Names<Omit<NewProject, 'immutable'> & { options: object }> = {
  name: 'name',
  domainId: 'domain_id',
  parentId: 'parent_id',
  description: 'description',
  enabled: 'enabled',
  tags: 'tags',
  options: 'options',
};

/** `/v3/projects`. Changes are for admins (of a project, of the system, or of the domain where the cloud's policy says so). */
export class Projects extends Resources<KeystoneProject, Project, ProjectFilter> {
  constructor(keystone: ServiceClient) {
    const names = { item: 'project', collection: 'projects', what: 'project' };
    super(keystone, { ...names, filters: FILTERS, read: project, changedBy: 'PATCH' });
  }

  /**
   * @throws OPENSTACK_NOT_FOUND, also for the id of a domain, which {@link get} takes; OPENSTACK_AMBIGUOUS when several domains
   * have one of that name
   */
  async find(nameOrId: string, { domainId }: NameInDomain = {}): Promise<Project> {
    const named = this.list({ name: nameOrId, ...(domainId !== undefined && { domainId }) });
    return findOne('project', nameOrId, named, async (id) => {
      const found = await this.get(id);
      // Whoever deletes or disables a project must not be given the domain.
      if (found.domainId === found.id) throw new OpenStackError('OPENSTACK_NOT_FOUND', `${id} is a domain`);
      return found;
    });
  }

  /**
   * @throws OPENSTACK_CONFLICT when the domain has one of that name; OPENSTACK_BAD_REQUEST for a domain or parent that is not
   * there, is disabled, or do not belong together
   */
  async create(wanted: NewProject): Promise<Project> {
    return this.post(rename(NEW, withOptions(wanted)), `create project '${wanted.name}'`);
  }

  /**
   * @throws OPENSTACK_CONFLICT when the name is taken; OPENSTACK_FORBIDDEN while it is immutable, or when it is to be disabled
   * above projects that are enabled
   */
  async update(id: string, changes: ProjectChanges): Promise<Project> {
    return this.change(id, rename(NEW, withOptions(changes)));
  }

  /** @throws OPENSTACK_FORBIDDEN below projects that are disabled */
  async enable(id: string): Promise<Project> {
    return this.update(id, { enabled: true });
  }

  /** Its servers go on. @throws OPENSTACK_FORBIDDEN above projects that are enabled */
  async disable(id: string): Promise<Project> {
    return this.update(id, { enabled: false });
  }

  /**
   * What other services keep of it (servers, volumes, networks) stays, without an owner: look for it first.
   * @throws OPENSTACK_FORBIDDEN while it is immutable or has projects below it; OPENSTACK_NOT_FOUND
   */
  override async delete(id: string): Promise<void> {
    await super.delete(id);
  }

  /** The ids of what is above it, the nearest first; the last one is its domain's. */
  async parentIds(id: string): Promise<string[]> {
    return this.#family(id, 'parents');
  }

  /** The ids of everything below it, each parent before its children. */
  async subtreeIds(id: string): Promise<string[]> {
    return this.#family(id, 'subtree');
  }

  /** Sorted. */
  async tags(id: string): Promise<string[]> {
    return this.#tags(id, { method: 'GET', label: `get the tags of project ${id}` });
  }

  /** Replaces all of its tags. @throws OPENSTACK_BAD_REQUEST for one that is there twice, or has a `,` or `/` in it */
  async setTags(id: string, tags: readonly string[]): Promise<string[]> {
    return this.#tags(id, { method: 'PUT', body: { tags }, label: `set the tags of project ${id}` });
  }

  /** One that it has already is no error. */
  async addTag(id: string, tag: string): Promise<void> {
    try {
      await this.client.request({ method: 'PUT', path: this.#tagPath(id, tag), label: `tag project ${id} '${tag}'` });
    } catch (error) {
      // Keystone refuses a second one, by which a request that was repeated would seem to have failed.
      if (!isOpenStackError(error) || !(error.serviceMessage ?? '').includes('non-unique elements')) throw error;
    }
  }

  /** @throws OPENSTACK_NOT_FOUND when it has no such tag */
  async removeTag(id: string, tag: string): Promise<void> {
    const label = `remove the tag '${tag}' of project ${id}`;
    await this.client.request({ method: 'DELETE', path: this.#tagPath(id, tag), label });
  }

  #tagPath(id: string, tag: string): string {
    return `${this.pathOf(id)}/tags/${segment(tag)}`;
  }

  #tags(id: string, operation: { method: 'GET' | 'PUT'; label: string; body?: object }): Promise<string[]> {
    const path = `${this.pathOf(id)}/tags`;
    return this.client.ask({ ...operation, path, key: 'tags' }, (body: { tags: string[] }) => body.tags.toSorted());
  }

  // As lists both hold only projects in which the user has a role; as ids they are whole.
  async #family(id: string, which: 'parents' | 'subtree'): Promise<string[]> {
    const operation = {
      method: 'GET',
      path: this.pathOf(id),
      query: { [`${which}_as_ids`]: true },
      key: 'project',
      label: `get the ${which} of project ${id}`,
    } as const;
    return this.client.ask(operation, (body: FamilyBody) => idsIn(body.project[which] ?? null));
  }
}

interface FamilyBody {
  project: { parents?: Tree | null; subtree?: Tree | null };
}

interface Tree {
  [id: string]: Tree | null;
}

const idsIn = (tree: Tree | null): string[] =>
  Object.entries(tree ?? {}).flatMap(([id, below]) => [id, ...idsIn(below)]);
