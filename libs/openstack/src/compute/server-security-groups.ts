import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** `/servers/{id}/os-security-groups`: the groups of all of its ports. */
export class ServerSecurityGroups {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  async list(serverId: string): Promise<{ id: string; name: string; description: string }[]> {
    const { body } = await this.#nova.request<{ security_groups: { id: string; name: string; description: string }[] }>(
      {
        method: 'GET',
        path: `/servers/${segment(serverId)}/os-security-groups`,
        key: 'security_groups',
        label: `list the security groups of server ${serverId}`,
      },
    );
    return body.security_groups.map(({ id, name, description }) => ({ id, name, description }));
  }

  /** Puts every port of it into the group, by name or id. @throws OPENSTACK_CONFLICT when it has it; OPENSTACK_NOT_FOUND */
  async add(serverId: string, nameOrId: string): Promise<void> {
    await this.#act(serverId, { addSecurityGroup: { name: nameOrId } }, `add the security group '${nameOrId}' to`);
  }

  /** @throws OPENSTACK_NOT_FOUND also when it does not have it */
  async remove(serverId: string, nameOrId: string): Promise<void> {
    const body = { removeSecurityGroup: { name: nameOrId } };
    await this.#act(serverId, body, `remove the security group '${nameOrId}' from`);
  }

  async #act(serverId: string, body: object, verb: string): Promise<void> {
    await this.#nova.request({
      method: 'POST',
      path: `/servers/${segment(serverId)}/action`,
      body,
      label: `${verb} server ${serverId}`,
    });
  }
}
