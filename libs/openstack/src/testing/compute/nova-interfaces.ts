import type { SimulatedPort } from '../network/network-records.ts';
import type { Refusal } from '../refusal.ts';
import { beginAction } from './instance-actions.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { novaError } from './nova-errors.ts';
import { visibleServer } from './nova-servers.ts';
import { type Readiness, refuseLocked, refuseUnready } from './server-readiness.ts';
import { type WantedPort, freePort, onlyNetwork, plugIn, portsOf, unplug, usableNetwork } from './server-ports.ts';

const PLUGS: Readiness = { from: ['active', 'paused', 'stopped'] };

interface Given {
  port_id?: string;
  net_id?: string;
  fixed_ips?: { ip_address: string }[];
}

/** `/servers/{id}/os-interface` */
export function serveInterfaces(api: NovaApi): void {
  const path = '/servers/:id/os-interface';
  api.route('GET', path, (call) => {
    const ports = portsOf(call.world, visibleServer(call, param(call, 'id')));
    return { status: 200, body: { interfaceAttachments: ports.map(view) } };
  });
  api.route('GET', `${path}/:port`, (call) => {
    const id = param(call, 'port');
    const port = portsOf(call.world, visibleServer(call, param(call, 'id'))).find((one) => one.id === id);
    if (port === undefined) throw novaError(404, `Port id ${id} could not be found.`);
    return { status: 200, body: { interfaceAttachment: view(port) } };
  });
  api.route('POST', path, attach);
  api.route('DELETE', `${path}/:port`, (call) => {
    const { world } = call;
    const server = visibleServer(call, param(call, 'id'));
    refuseLocked(call, server);
    refuseUnready(server, 'detach_interface', PLUGS);
    const port = portsOf(world, server).find(({ id }) => id === param(call, 'port'));
    const log = beginAction(call, server.id, 'detach_interface');
    world.timeline.after(0.5, () => {
      const event = log.begin('compute_detach_interface', server.host ?? '');
      // Seen: accepted too where there is nothing to detach.
      if (port === undefined) {
        log.fail(event, `Port id ${param(call, 'port')} not found.`);
        return;
      }
      unplug(world, server, port);
      log.end(event);
    });
    return { status: 202 };
  });
}

function attach(call: NovaCall) {
  const server = visibleServer(call, param(call, 'id'));
  const { interfaceAttachment: given = {} } = (call.request.body ?? {}) as { interfaceAttachment?: Given };
  refuseLocked(call, server);
  refuseUnready(server, 'attach_interface', PLUGS);
  const wanted = wantedOf(call, given);
  const log = beginAction(call, server.id, 'attach_interface');
  log.note('compute_attach_interface', server.host ?? '');
  const port = plugIn(call, server, wanted);
  // Seen: nova answers when the hypervisor has plugged it in.
  return { status: 200, body: { interfaceAttachment: { ...view(port), port_state: 'ACTIVE' } } };
}

function wantedOf(call: NovaCall, given: Given): WantedPort {
  if (given.port_id !== undefined) {
    return { port: freePort(call, given.port_id, (message) => novaError(404, message)) };
  }
  const [only] = given.net_id === undefined ? onlyNetwork(call) : [];
  if (only !== undefined) return only;
  const network = usableNetwork(call, given.net_id ?? '');
  if (network === undefined) throw unexpected();
  const fixedIp = given.fixed_ips?.[0]?.ip_address;
  const taken = call.world.state.ports.some(
    (port) => port.networkId === network.id && port.fixedIps.some((ip) => ip.ip_address === fixedIp),
  );
  if (taken) throw novaError(409, `Fixed IP ${fixedIp ?? ''} is already in use.`);
  return { network, fixedIp };
}

// Seen: a network that is not there is an error of nova's own.
const unexpected = (): Refusal =>
  novaError(
    500,
    "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n<class 'oslo_messaging.rpc.client.RemoteError'>",
  );

const view = (port: SimulatedPort) => ({
  net_id: port.networkId,
  port_id: port.id,
  mac_addr: port.macAddress,
  port_state: port.status,
  fixed_ips: port.fixedIps,
  tag: null,
});
