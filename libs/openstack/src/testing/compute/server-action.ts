import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { ActionLog } from './instance-actions.ts';
import type { NovaCall } from './nova-call.ts';
import type { SimulatedServer, VmState } from './compute-records.ts';

/** One action of `POST /servers/{id}/action`. */
export interface ServerAction {
  /** Nova's name of it in refusals; default the key of the body. */
  name?: string;
  /** Its name in the instance actions; undefined: it is not recorded. */
  recordedAs?: string;
  /** The policy rule when only admins may. */
  adminRule?: string;
  /** The vm states that allow it; undefined: all, and any task. */
  from?: readonly VmState[];
  /** It is allowed while another task is under way; default false. */
  duringTasks?: boolean;
  /** Whether it is refused while the server is on no host; default false. */
  needsHost?: boolean;
  /** Whether a lock keeps its project from it; default true. */
  locks?: boolean;
  /** Refuses a body that the schema does not allow. */
  check?: (call: NovaCall, argument: unknown) => void;
  /** What is refused before the server's state is looked at. */
  asked?: (call: NovaCall, server: SimulatedServer, argument: unknown) => void;
  /** What a server's own facts refuse, before it is recorded. */
  precheck?: (call: NovaCall, server: SimulatedServer, argument: unknown) => void;
  /** Begins it. */
  run?: (call: NovaCall, server: SimulatedServer, log: ActionLog, argument: unknown) => SimulatorAnswer | undefined;
  /** Instead of `run`, for what is done when it is answered, and not recorded. */
  look?: (call: NovaCall, server: SimulatedServer, argument: unknown) => SimulatorAnswer;
}

/** A field of an action's argument; undefined when there is none. */
export function field(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null ? (argument as Record<string, unknown>)[name] : undefined;
}
