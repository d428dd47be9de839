import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { novaError, serverNotFound } from './nova-errors.ts';
import { pageOf } from './nova-paging.ts';
import type { SimulatedActionEvent, SimulatedInstanceAction } from './compute-records.ts';
import { hostId } from './server-view.ts';
import { micro, microOrNull } from '../world.ts';

/** `/servers/{id}/os-instance-actions`: also of a deleted server. */
export function serveInstanceActions(api: NovaApi): void {
  api.route('GET', '/servers/:id/os-instance-actions', (call) => {
    const newestFirst = actionsOf(call).reverse();
    if (!call.speaks('2.58')) {
      return { status: 200, body: { instanceActions: newestFirst.map((action) => view(call, action)) } };
    }
    const { items, links } = pageOf(call, newestFirst, {
      linksKey: 'links',
      idOf: ({ requestId }) => requestId,
      lost: (marker) => `Marker ${marker} could not be found.`,
    });
    return { status: 200, body: { instanceActions: items.map((action) => view(call, action)), ...links } };
  });
  api.route('GET', '/servers/:id/os-instance-actions/:request', (call) => {
    const action = actionsOf(call).find(({ requestId }) => requestId === param(call, 'request'));
    if (action === undefined) throw novaError(404, `Action ${param(call, 'request')} not found`);
    const events = action.events.toReversed().map((event) => eventView(call, action, event));
    const shown = call.caller.admin || call.speaks('2.51');
    return { status: 200, body: { instanceAction: { ...view(call, action), ...(shown && { events }) } } };
  });
}

function actionsOf({ world, caller, request }: NovaCall): SimulatedInstanceAction[] {
  const id = request.params['id'] ?? '';
  const { servers, deletedServers, instanceActions } = world.state;
  const server = [...servers, ...deletedServers].find((one) => one.id === id);
  if (server === undefined || (!caller.admin && server.projectId !== caller.projectId)) throw serverNotFound(id);
  return instanceActions.filter((action) => action.serverId === id);
}

const view = ({ speaks }: NovaCall, action: SimulatedInstanceAction): object => ({
  action: action.action,
  instance_uuid: action.serverId,
  request_id: action.requestId,
  user_id: action.userId,
  project_id: action.projectId,
  start_time: micro(action.startTime),
  message: action.message,
  ...(speaks('2.58') && { updated_at: micro(action.updatedAt) }),
});

const eventView = (
  { caller, speaks }: NovaCall,
  { projectId }: SimulatedInstanceAction,
  event: SimulatedActionEvent,
): object => ({
  event: event.event,
  start_time: micro(event.startTime),
  finish_time: microOrNull(event.finishTime),
  result: event.result,
  ...(caller.admin && {
    traceback: event.result === 'Error' ? `  File "nova/compute/utils.py", line 1439, in decorated_function\n` : null,
    ...(speaks('2.62') && { host: event.host }),
  }),
  ...(speaks('2.62') && { hostId: hostId(projectId, event.host) }),
  ...(speaks('2.84') && caller.admin && { details: event.details }),
});
