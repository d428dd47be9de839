import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { Accepted } from './nova.ts';

/** A port that is plugged into a server. */
export interface ServerInterface {
  portId: string;
  networkId: string;
  mac: string;
  /** `ACTIVE`, `BUILD`, `DOWN` */
  portState: string;
  fixedIps: { subnetId: string; ipAddress: string }[];
}

/** A port that is there, or one that nova makes in the network; without either, in the project's only network. */
export type WantedInterface = { portId: string } | { networkId: string; ipAddress?: string } | Record<string, never>;

/** `/servers/{id}/os-interface` */
export class ServerInterfaces {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  async list(serverId: string): Promise<ServerInterface[]> {
    const { body } = await this.#nova.request<{ interfaceAttachments: NovaInterface[] }>({
      method: 'GET',
      path: pathOf(serverId),
      key: 'interfaceAttachments',
      label: `list the interfaces of server ${serverId}`,
    });
    return body.interfaceAttachments.map(serverInterface);
  }

  /**
   * Plugs one in; nova answers when the hypervisor has done so.
   * @throws OPENSTACK_CONFLICT when the port or the address is in use; OPENSTACK_NOT_FOUND for a port that is not there
   */
  async attach(serverId: string, wanted: WantedInterface): Promise<ServerInterface> {
    const { body } = await this.#nova.request<{ interfaceAttachment: NovaInterface }>({
      method: 'POST',
      path: pathOf(serverId),
      body: { interfaceAttachment: attachment(wanted) },
      key: 'interfaceAttachment',
      label: `attach an interface to server ${serverId}`,
    });
    return serverInterface(body.interfaceAttachment);
  }

  /** Accepted even where there is no such port: it is detached when {@link list} shows it no longer. A port of nova's own making is deleted. */
  async detach(serverId: string, portId: string): Promise<Accepted> {
    const { requestId } = await this.#nova.request({
      method: 'DELETE',
      path: `${pathOf(serverId)}/${segment(portId)}`,
      label: `detach port ${portId} from server ${serverId}`,
    });
    return { requestId };
  }
}

const pathOf = (serverId: string): string => `/servers/${segment(serverId)}/os-interface`;

function attachment(wanted: WantedInterface): object {
  if ('portId' in wanted) return { port_id: wanted.portId };
  if (!('networkId' in wanted)) return {};
  const { networkId, ipAddress } = wanted;
  return { net_id: networkId, ...(ipAddress !== undefined && { fixed_ips: [{ ip_address: ipAddress }] }) };
}

interface NovaInterface {
  port_id: string;
  net_id: string;
  mac_addr: string;
  port_state: string;
  fixed_ips: { subnet_id: string; ip_address: string }[];
}

const serverInterface = (raw: NovaInterface): ServerInterface => ({
  portId: raw.port_id,
  networkId: raw.net_id,
  mac: raw.mac_addr,
  portState: raw.port_state,
  fixedIps: raw.fixed_ips.map((ip) => ({ subnetId: ip.subnet_id, ipAddress: ip.ip_address })),
});
