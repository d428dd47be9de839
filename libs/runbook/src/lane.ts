import { RunbookError } from './errors.ts';

/** One strand of a run: its main body, or one item of an `each`. */
export interface Lane {
  readonly path: string;
  readonly parent: Lane | undefined;
  /** Verbs that the lane waits for: operations of the port, or the lanes of an `each`. */
  waiting: number;
  /** Whether its body has ended, so that what it began and did not await stops at its next safe point. */
  closing: boolean;
  /** Lets go of the lane, once all that it began has ended. */
  drained: (() => void) | undefined;
  /** The last verb begun, to name the place when the lane then waits for something else. */
  last: string;
  /** Where the runbook's code began it. */
  lastAt: CallSite | undefined;
}

/** Something whose `stack` is one line, formatted only when it is read. */
export interface CallSite {
  stack?: string;
}

export const laneOf = (path: string, parent?: Lane): Lane => ({
  path,
  parent,
  waiting: 0,
  closing: false,
  drained: undefined,
  last: '',
  lastAt: undefined,
});

/** Why a lane that is closing begins nothing more. */
export const ENDED = 'what it belonged to has ended';

/** Whether the body of a lane, or of one above it, has ended. */
export function isClosing(lane: Lane): boolean {
  return lane.closing || (lane.parent !== undefined && isClosing(lane.parent));
}

/** Notes from where the runbook's code called `verb`: some microseconds, since nothing is formatted. */
export function markCall(lane: Lane, verb: (...args: never[]) => unknown): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  lane.lastAt = {};
  Error.captureStackTrace(lane.lastAt, verb);
  Error.stackTraceLimit = stackTraceLimit;
}

/** ` (file:line:column)` of the verb that was begun last; '' when it is not known. */
export function calledAt({ lastAt }: Lane): string {
  const place = /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(lastAt?.stack ?? '')?.[1];
  return place === undefined ? '' : ` (${place.replace(/^file:\/\//, '')})`;
}

/** Something else than a verb was awaited, or begun from there. */
export function notAVerb(lane: Lane, what: string): RunbookError {
  // A run has taken its leases before its code begins.
  const first = lane.lastAt === undefined || lane.last === '';
  const after = first ? ', before its first verb' : `, after '${lane.last}'${calledAt(lane)}`;
  const place = `${lane.path === '' ? 'the run' : `lane '${lane.path}'`}${after}`;
  return new RunbookError(
    'NOT_A_VERB',
    `something that is no verb was awaited in ${place}: ${what}. Await only verbs, or Promise.all over verbs`,
  );
}
