import type { SimulatedServer, VmState } from './compute-records.ts';
import type { NovaCall } from './nova-call.ts';
import { isLocked, novaError, wrongState } from './nova-errors.ts';

/** What nova's own decorators ask of a server before something is done with it (`nova/compute/api.py`). */
export interface Readiness {
  /** The vm states that allow it. */
  from: readonly VmState[];
  /** It is allowed while another task is under way; default false. */
  duringTasks?: boolean;
}

/** @throws 409 in nova's words */
export function refuseUnready(server: SimulatedServer, action: string, { from, duringTasks = false }: Readiness): void {
  const { id, vmState, taskState, launchedAt } = server;
  if (!from.includes(vmState)) throw wrongState(action, id, 'vm_state', vmState);
  if (taskState !== null && !duringTasks) throw wrongState(action, id, 'task_state', taskState);
  // It was never built.
  if (launchedAt === null) throw novaError(409, `Instance ${id} is in an invalid state for '${action}'`);
}

/** A lock keeps the project from a server; admins pass. */
export function refuseLocked({ caller }: NovaCall, server: SimulatedServer): void {
  if (server.lockedBy !== null && !caller.admin) throw isLocked(server);
}

/** @throws 409 where the service of its host is down; nova keeps the host's name from the project */
export function refuseOnDeadHost({ world }: NovaCall, server: SimulatedServer): void {
  const service = world.computeService(server.host ?? '');
  if (service !== undefined && !world.isUp(service)) throw novaError(409, 'Service is unavailable at this time.');
}
