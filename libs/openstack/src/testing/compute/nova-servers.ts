import { actOn } from './act-on-server.ts';
import { createServer } from './create-server.ts';
import { startDeletion, startSoftDeletion } from './deletion.ts';
import { beginAction } from './instance-actions.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { novaError, serverNotFound } from './nova-errors.ts';
import { pageOf } from './nova-paging.ts';
import type { SimulatedServer } from './compute-records.ts';
import { serversFor } from './server-filters.ts';
import { refuseLocked } from './server-readiness.ts';
import { serverView, shortServerView } from './server-view.ts';

/** `/servers`, `/servers/detail`, `/servers/{id}` and its actions. */
export function serveServers(api: NovaApi): void {
  api.route('GET', '/servers', (call) => list(call, (server) => shortServerView(call, server)));
  api.route('GET', '/servers/detail', (call) => list(call, (server) => serverView(call, server, 'list')));
  api.route('GET', '/servers/:id', (call) => ({
    status: 200,
    body: { server: serverView(call, visibleServer(call, param(call, 'id')), 'alone') },
  }));
  api.route('POST', '/servers', createServer);
  api.route('DELETE', '/servers/:id', (call) => {
    const server = visibleServer(call, param(call, 'id'));
    refuseLocked(call, server);
    const log = beginAction(call, server.id, 'delete');
    const { settings } = call.world;
    if (settings.reclaimInstanceInterval > 0 && server.vmState !== 'soft-delete')
      startSoftDeletion(call.world, server, log);
    else startDeletion(call.world, server, log);
    return { status: 204 };
  });
  api.route('POST', '/servers/:id/action', (call) => {
    const id = param(call, 'id');
    // Seen: an action on a server that never was speaks of cells.
    const unknown = call.caller.admin ? novaError(404, `Instance ${id} has no mapping to a cell.`) : undefined;
    return actOn(call, visibleServer(call, id, unknown));
  });
}

/** @throws 404 also for another project's */
export function visibleServer({ world, caller }: NovaCall, id: string, otherwise?: Error): SimulatedServer {
  const server = world.server(id);
  if (server === undefined || (!caller.admin && server.projectId !== caller.projectId)) {
    throw otherwise ?? serverNotFound(id);
  }
  return server;
}

function list(call: NovaCall, view: (server: SimulatedServer) => object) {
  const { items, links } = pageOf(call, serversFor(call), {
    linksKey: 'servers_links',
    idOf: (server) => server.id,
    lost: (marker) => `marker [${marker}] not found`,
  });
  return { status: 200, body: { servers: items.map(view), ...links } };
}
