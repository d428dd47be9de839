import { type ErrorValue, RunbookError, StepError, errorValue, isTransient } from '../errors.ts';
import { type Json, canonicalJson } from '../json.ts';
import type { Look } from '../look.ts';
import { toJson } from '../to-json.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';

/** A look, or the trouble there was with looking, and when: as the journal keeps it. */
export interface TimedLook<T> {
  look: Look<T> | { is: 'trouble'; error: ErrorValue };
  /** Milliseconds since the epoch. */
  at: number;
}

/** Looks once, as a recorded step. */
export async function takeLook<T>(
  run: RunState,
  strand: Strand,
  path: string,
  look: () => PromiseLike<Look<T>>,
): Promise<TimedLook<T>> {
  const taken = await run.step<TimedLook<T>>(strand, path, 'read', async () => {
    try {
      return { look: toJson(await look(), path) as Look<T>, at: run.clock.now() };
    } catch (error) {
      if (run.planning) throw error;
      return { look: { is: 'trouble', error: errorValue(error) }, at: run.clock.now() };
    }
  });
  if (taken.error !== undefined) throw new StepError(taken.error);
  return taken.value;
}

/** What the looks of one verb share through all its rounds. */
export interface Watch<T> {
  run: RunState;
  strand: Strand;
  path: string;
  look: () => PromiseLike<Look<T>>;
  /** Seconds between two looks. */
  every: number;
  /** Seconds from the first look, or from the change, to the end. */
  timeout: number;
  /** Looks taken. */
  count: number;
  /** Milliseconds since the epoch; known from the first look on, and later once a change is made. */
  deadline?: number;
  /** When the last look, or the change, was. */
  last?: number;
}

/** Counts the time anew, from a first look or a change. */
export function countFrom(watch: Watch<unknown>, at: number): void {
  watch.deadline = at + watch.timeout * 1000;
  watch.last = at;
}

/** Whether the time is over. A clock that was set back must not lengthen it: the hour that comes twice is counted once. */
function isOver(watch: Watch<unknown>, at: number): boolean {
  const { last = at, deadline = at + watch.timeout * 1000 } = watch;
  watch.deadline = deadline - Math.max(0, last - at);
  watch.last = at;
  return at >= watch.deadline;
}

export interface Following<T> {
  /** Whether this look ends the following; `done` and `failed` always do. */
  until: (look: Look<T>, at: number) => boolean;
  /** Look before the first wait. */
  atOnce?: boolean;
  /** Whether waiting goes on when the run is cancelled. */
  endures?: boolean;
  /** Done between two looks after the run was cancelled, until it answers that it is done. */
  onCancel?: (() => Promise<boolean>) | undefined;
}

/**
 * Looks again and again: one short step and one timer per look, so that a crash resumes with the same deadline. Trouble
 * that may pass is waited out until then. Throws `STEP_FAILED` and `TIMED_OUT`.
 */
export async function follow<T>(watch: Watch<T>, following: Following<T>): Promise<Look<T>> {
  const { run, strand, path } = watch;
  let { onCancel } = following;
  let skipWait = following.atOnce === true;
  let shown = '';
  for (;;) {
    const n = watch.count;
    if (!skipWait) await run.timer(strand, `${path}#wait:${n}`, watch.every, following.endures);
    skipWait = false;
    if (run.cancelled && onCancel !== undefined && (await onCancel())) onCancel = undefined;
    watch.count += 1;
    const { look, at } = await takeLook(run, strand, n === 0 ? `${path}#check` : `${path}#poll:${n}`, watch.look);
    const over = isOver(watch, at);
    if (look.is === 'done') return look;
    if (look.is === 'failed') throw stepFailed(path, look);
    if (look.is === 'trouble') {
      if (!isTransient(look.error) || over) throw new StepError(look.error);
      continue;
    }
    // What an absent thing is like is for the audit trail.
    const info = look.is === 'underway' ? (look.info as Json | undefined) : undefined;
    const text = info === undefined ? '' : canonicalJson(info);
    if (text !== shown) run.emit({ key: `${path}!progress:${n}`, path, type: 'progress', data: info ?? null });
    shown = text;
    if (following.until(look, at)) return look;
    if (over) {
      const state = look.is === 'underway' ? 'still under way' : 'still not so';
      throw new RunbookError('TIMED_OUT', `'${path}' was ${state} after ${watch.timeout} s`);
    }
  }
}

/** The error of a look that says there is no way back. */
export function stepFailed(path: string, look: { reason: string; requestId?: string }): StepError {
  return new StepError({
    code: 'STEP_FAILED',
    kind: 'conflict',
    message: `'${path}' failed: ${look.reason}`,
    ...(look.requestId !== undefined && { requestId: look.requestId }),
  });
}
