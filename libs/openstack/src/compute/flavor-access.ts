import { segment } from '../core/segment.ts';
import type { Operation, ServiceClient } from '../core/service-client.ts';

interface NovaAccess {
  flavor_access: { tenant_id: string }[];
}

/** `/flavors/{id}/os-flavor-access`: the projects that may use a private flavor. Admins only. */
export class FlavorAccess {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** Project ids. @throws OPENSTACK_NOT_FOUND also for a public flavor */
  async list(flavorId: string): Promise<string[]> {
    const path = `/flavors/${segment(flavorId)}/os-flavor-access`;
    return this.#projects({ method: 'GET', path, label: `list who may use flavor ${flavorId}` });
  }

  /** Gives all project ids that may. @throws OPENSTACK_CONFLICT when it may already, or the flavor is public */
  async add(flavorId: string, projectId: string): Promise<string[]> {
    const label = `let project ${projectId} use flavor ${flavorId}`;
    return this.#act(flavorId, { addTenantAccess: { tenant: projectId } }, label);
  }

  /** Gives those that are left. @throws OPENSTACK_NOT_FOUND when it may not use it */
  async remove(flavorId: string, projectId: string): Promise<string[]> {
    const label = `let project ${projectId} no longer use flavor ${flavorId}`;
    return this.#act(flavorId, { removeTenantAccess: { tenant: projectId } }, label);
  }

  #act(flavorId: string, body: object, label: string): Promise<string[]> {
    return this.#projects({ method: 'POST', path: `/flavors/${segment(flavorId)}/action`, body, label });
  }

  async #projects(operation: Operation): Promise<string[]> {
    const { body } = await this.#nova.request<NovaAccess>({ key: 'flavor_access', ...operation });
    return body.flavor_access.map(({ tenant_id: id }) => id);
  }
}
