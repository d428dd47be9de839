import type * as z from 'zod';
import type { EarlierChange, EarlierOptions } from './earlier.ts';
import type { ErrorValue } from './errors.ts';
import type { ItemStatus } from './events.ts';
import type { Json } from './json.ts';
import type { Look } from './look.ts';

/** How often and how long to look, in seconds. */
export interface Patience {
  /** Seconds between two looks; default 5. */
  every?: number;
  /** Seconds from the first look, and again from the change, until the step fails with `TIMED_OUT`; default 600. */
  timeout?: number;
}

export interface EnsureOptions<T> extends Patience {
  /** Looks, without changing anything; asked before and after the change, and again by whoever resumes the run. */
  check: () => PromiseLike<Look<T>>;
  /** Sets the change off; returns when the service has accepted it, not when it is complete. */
  change: () => PromiseLike<unknown>;
  /** What a plan goes on with where the change would be made; may hold `unknown('...')`. */
  assume: T;
  /** What the plan says of the change: `live, to the scheduler's choice`. */
  preview?: () => Json;
  /** Takes the change back when the run is cancelled, if this run made it. Call {@link keep} to leave it on purpose. */
  undo?: () => PromiseLike<unknown>;
  /** Ends early what the change set off, when the run is cancelled meanwhile; without it the end is waited for. */
  abort?: () => PromiseLike<unknown>;
}

export interface OnceOptions<T> {
  /** What a plan goes on with. */
  assume: T;
  /** What the plan shows: the ticket's title. For a mail `{ mail }`, with a `PlannedMail`. */
  preview?: () => Json;
  /** Whether the effect took place after all: asked when a crash left it open. It must be truthful. */
  find?: () => PromiseLike<Look<T>>;
}

export interface WaitOptions<T> extends Patience {
  assume: T;
}

export interface AskOptions {
  /** Operating system users who may answer; default: anybody but the requester. */
  approvers?: string[];
  /** How many have to say yes; default 1. */
  count?: number;
  /** Seconds; default: as long as it takes. */
  timeout?: number;
  /** What a plan goes on with; default true. */
  assume?: boolean;
}

/** At most `max` lanes at once (no less than one) in each group. */
export interface GroupLimit<I> {
  /** The group of an item, or all of its groups: a hypervisor is in several aggregates. None: it is not limited. */
  by: (item: I) => string | readonly string[];
  max: number;
}

export interface EachOptions<I, S = unknown> {
  /** The item's stable name: it becomes part of the path of its steps. */
  key: (item: I) => string;
  /** What people call the item; default its key. */
  label?: (item: I) => string;
  /** Lanes at once; default 1. */
  concurrency?: number;
  /** How many items may fail before the rest is skipped: a count, or a share below 1; default 0. */
  maxFailures?: number;
  /**
   * Sizes of the first batches, the last one repeats: `[1, 2, 4]`. A batch begins when the one before has ended, and has the
   * next size when an item of that one went through: what was skipped or failed has proven nothing.
   */
  ramp?: readonly number[];
  /** Lanes at once per group. Of several limits all hold at every instant. */
  limit?: GroupLimit<I> | readonly GroupLimit<I>[];
  /** Asked before each batch; the rest is skipped when it throws. */
  before?: (step: RunContext<S>, batch: readonly I[]) => Promise<void>;
}

/** What became of one item. */
export interface ItemReport<R> {
  key: string;
  status: ItemStatus;
  /** What the lane returned. */
  value?: R;
  /** Why it was skipped or failed. */
  why?: string;
  error?: ErrorValue;
}

export interface EachReport<R> {
  items: ItemReport<R>[];
  changed: number;
  unchanged: number;
  skipped: number;
  failed: number;
}

/**
 * What a runbook touches the world with. Await these verbs, or `Promise.all` over them, and nothing else; everything
 * between them is pure. Names are unique among siblings and the same in every replay.
 */
export interface RunContext<S> {
  /** The run's id. */
  readonly id: string;
  readonly services: S;
  /** The lane's path: '' for the run itself, `move/<key>` inside an `each`. */
  readonly path: string;
  /** Observes. A changing request inside is refused. Failures that may pass are tried again for about half a minute. */
  read<T>(name: string, fn: () => PromiseLike<T>): Promise<T>;
  /** Looks, changes if it is absent, and looks until it is so. Throws `STEP_FAILED` or `TIMED_OUT`. */
  ensure<T>(name: string, options: EnsureOptions<T>): Promise<T>;
  /** An effect that cannot be looked at: at most once, whatever crashes. */
  once<T>(name: string, fn: () => PromiseLike<T>, options: OnceOptions<T>): Promise<T>;
  /** Looks until it is `done`. Throws `STEP_FAILED` or `TIMED_OUT`. */
  waitUntil<T>(name: string, look: () => PromiseLike<Look<T>>, options: WaitOptions<T>): Promise<T>;
  /**
   * What earlier runs of this runbook (or of another) changed, by the audit trail, newest first: the third notice since
   * March. Recorded like a read. Neither what this run did, with all that belongs to it, nor what was undone. Without a
   * ledger a plan says that it is unknown.
   */
  earlier(name: string, options?: EarlierOptions): Promise<EarlierChange[]>;
  /** Asks people. Throws `NOT_APPROVED` when one says no, or nobody says anything in time. */
  ask(question: string, options?: AskOptions): Promise<void>;
  /** A lane per item. Never throws for an item. */
  each<I, R>(
    name: string,
    items: readonly I[],
    options: EachOptions<I, S>,
    fn: (step: RunContext<S>, item: I) => Promise<R>,
  ): Promise<EachReport<R>>;
  /**
   * Runs another runbook as a child, with a record and leases of its own. A cancel reaches a child that goes on, which then
   * undoes its changes; those of one that has ended stay.
   */
  run<I extends z.ZodType, O extends z.ZodType>(
    runbook: { readonly name: string; readonly input: I; readonly output: O },
    input: z.input<I>,
    options?: { name?: string },
  ): Promise<z.output<O>>;
  /**
   * A stretch without a safe point: a cancel or a freeze that comes inside takes effect at its end. Keep it short. A child
   * in it is a run of its own, and stops at its own next safe point.
   */
  uninterrupted<T>(fn: (step: RunContext<S>) => Promise<T>): Promise<T>;
  /** @param seconds how long */
  sleep(seconds: number): Promise<void>;
  /** The time as UTC ISO 8601, recorded. */
  now(): Promise<string>;
  /** A UUID that is the same in every replay, also inside a step's function. */
  uuid(): string;
  log(message: string, data?: Json): void;
  /** Shown live beside the lane: `{ percent, secondsLeft, message }` or whatever fits. */
  progress(data: Json): void;
  /** True while planning: for wording only, the clients refuse to change anything anyway. */
  readonly planning: boolean;
}
