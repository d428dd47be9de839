import type { Clock } from '@opsbook/context';
import type { ExecutionStatus } from '../executions/execution.ts';

/** What a runner is given. */
export interface RunningExecution {
  id: string;
  /** `pack.name`. */
  action: string;
  pack: string;
  runner: string;
  /** Rendered, with defaults where nothing was given, and without what is null; secrets in the clear. */
  parameters: Readonly<Record<string, unknown>>;
  context: Readonly<Record<string, unknown>>;
  /** Where the API is for it; ends in `/v1`. */
  apiUrl: string;
  /** Of the API, for whoever the execution belongs to; ends with it. */
  token: string;
  /** Of the simulator. */
  clock: Clock;
  /** Aborted when it is cancelled. */
  signal: AbortSignal;
  /** Writes to its output. */
  write: (data: string, type?: 'stdout' | 'stderr') => void;
}

/** Does what an action does. What it throws is a failed execution. */
export type Runner = (execution: RunningExecution) => Promise<{ status: ExecutionStatus; result: unknown }>;

/** What an action may ask the API with while it runs. Source: st2actions/container/base.py (`_create_auth_token`). */
export type Access = (user: string) => { apiUrl: string; token: string; revoke: () => void };
