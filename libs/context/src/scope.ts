import { AsyncLocalStorage } from 'node:async_hooks';
import type { Effect } from './guard.ts';

/**
 * The step that the running code belongs to. It only *names* the step and says what the step may do; the decision is the
 * guard's, which refuses changes where there is no scope (a callback that lost its context fails closed).
 */
export interface Scope {
  /** The run or plan that opened the scope: a guard trusts only its own. */
  owner: object;
  /** The step's path in the run, for people. */
  step: string;
  effect: Effect;
  /** Aborted when the step should end early. */
  signal?: AbortSignal;
}

const storage = new AsyncLocalStorage<Scope>();

/** Runs `fn` as part of the step. */
export const inScope = <T>(scope: Scope, fn: () => T): T => storage.run(scope, fn);

/** The step that the caller runs in, if any. */
export const currentScope = (): Scope | undefined => storage.getStore();

/**
 * Runs work that several steps share (renewing a token, one list call for many waiters): outside the step that happened
 * to start it, so that the cancelling of that step does not take it from the others.
 * Only reads can be sent there.
 */
export const shared = <T>(fn: () => T): T => storage.exit(fn);
