import type { SimulatorAnswer } from '@opsbook/http/testing';
import { beginAction } from './instance-actions.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest, novaError, policy } from './nova-errors.ts';
import type { SimulatedServer } from './compute-records.ts';
import { SERVER_ACTIONS } from './server-actions.ts';
import { refuseLocked, refuseUnready } from './server-readiness.ts';

/** Does what the body asks for, if the server, the caller and the microversion allow it. */
export function actOn(call: NovaCall, server: SimulatedServer): SimulatorAnswer {
  const { body } = call.request;
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw badRequest('Malformed request body');
  const [key, argument] = entry as [string, unknown];
  const action = SERVER_ACTIONS[key];
  if (action === undefined) throw badRequest(`There is no such action: ${key}`);
  action.check?.(call, argument);
  if (action.adminRule !== undefined && !call.caller.admin) throw policy(action.adminRule);
  if (action.locks !== false) refuseLocked(call, server);
  if (action.needsHost === true && server.host === null) throw novaError(409, `Instance ${server.id} is not ready`);
  action.asked?.(call, server, argument);
  const { from, duringTasks = false } = action;
  if (from !== undefined) refuseUnready(server, action.name ?? key, { from, duringTasks });
  action.precheck?.(call, server, argument);
  if (action.look !== undefined) return action.look(call, server, argument);
  const log = beginAction(call, server.id, action.recordedAs ?? key);
  return action.run?.(call, server, log, argument) ?? { status: 202 };
}
