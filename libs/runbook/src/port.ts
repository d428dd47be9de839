import type { Json } from './json.ts';

/** What a run asks of its engine. `path` is the operation's address in the journal. */
export type Op =
  /** Run `fn` and record its result. */
  | { kind: 'step'; path: string; fn: () => Promise<Json | undefined> }
  | { kind: 'timer'; path: string; ms: number }
  /** Wait for a signal; undefined when `ms` have passed. */
  | { kind: 'signal'; path: string; ms?: number }
  /** Run a registered runbook as a child; completes with its {@link ChildEnd}. */
  | { kind: 'child'; path: string; runbook: string; input: Json }
  /** Take a lease; completes with its {@link LeaseAnswer}. */
  | { kind: 'lease'; path: string; target: string }
  /** Completes when the run is asked to stop. */
  | { kind: 'cancel'; path: '' };

/** One operation that came to its end. Failures of a step are recorded as values by the kernel. */
export interface Completion<Handle> {
  handle: Handle;
  value: Json | undefined;
}

/**
 * The whole of what the kernel needs of an engine. It is kept this narrow so that a journal addressed by path (memory,
 * SQLite) and one addressed by order can both serve it.
 */
export interface RunPort<Handle> {
  readonly id: string;
  /** Journalled now, in call order. */
  begin(op: Op): Handle;
  /** ONE completion among the open handles, in an order that a replay repeats. */
  next(open: readonly Handle[]): Promise<Completion<Handle>>;
}
