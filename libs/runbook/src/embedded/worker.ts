import type { Clock, Release } from '@opsbook/context';
import type { Execution, Work, WorkOptions } from '../engine.ts';
import { errorValue, isRunbookError, isTransient } from '../errors.ts';
import { type LeaseHolder, type RunRecord, hasEnded } from '../run-record.ts';
import { freezeOfTree } from './freeze-of-tree.ts';
import { openQuestions } from './questions.ts';
import type { RunStore } from './run-store.ts';

export interface WorkerOptions extends WorkOptions {
  store: RunStore;
  clock: Clock;
  isGone: (run: RunRecord) => boolean;
  execute: (id: string) => Promise<Execution>;
}

/** Milliseconds between two looks at the queue; what this store tells of is looked at sooner. */
const EVERY = 1000;

/** A run as a listing found it. */
type Listed = Pick<RunRecord, 'id' | 'status'>;

/** Somebody else was faster, or it is frozen: that passes. */
const PASSING = new Set(['RUN_OWNED', 'RUN_ENDED', 'RUN_ADOPTED', 'FROZEN', 'CANCELLED']);

/** Executes the runs that nobody executes, the oldest first, so many at once. */
export class Worker implements Work {
  readonly #options: WorkerOptions;
  readonly #places = new Map<string, Promise<void>>();
  readonly #executions = new Map<string, Execution>();
  readonly #taken = new Map<string, RunRecord>();
  /** Runs that cannot be executed here. */
  readonly #left = new Set<string>();
  /** What was listed and not looked at yet, the oldest first: to list all at each end of a run would be quadratic. */
  #queue: Listed[] = [];
  /** Whether to list again: `now`, or once all that was listed has been looked at. */
  #list: 'now' | 'then' | undefined;
  readonly #unwatch: Release;
  #timer: Release = () => undefined;
  #stopped = false;
  #looking = false;
  /** Set when the ledger refused something, until the next look that is due anyway. */
  #troubled = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#unwatch = options.store.watch(() => {
      this.#list ??= 'then';
      this.#soon();
    });
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    this.#unwatch();
    await Promise.all([...this.#executions.values()].map((execution) => execution.suspend()));
    await Promise.all(this.#places.values());
  }

  #tick(): void {
    this.#troubled = false;
    this.#list = 'now';
    this.#soon();
    this.#timer = this.#options.clock.after(EVERY, () => this.#tick());
  }

  /** Not at once: a watcher is called in the midst of what it tells of. */
  #soon(): void {
    if (this.#looking || this.#stopped || this.#troubled) return;
    this.#looking = true;
    const release = this.#options.clock.hold();
    setImmediate(() => {
      this.#looking = false;
      if (!this.#stopped) this.#look();
      release();
    });
  }

  #look(): void {
    const { store, concurrency } = this.#options;
    for (const execution of this.#executions.values()) if (execution.standsStill) void execution.suspend();
    const most = concurrency + this.#waitingForLeases();
    if (this.#places.size >= most) return;
    if (this.#list === 'now' || (this.#list === 'then' && this.#queue.length === 0)) {
      this.#list = undefined;
      const runs = store.listRuns({ status: ['waiting', 'running'], rootsOnly: true, first: 'oldest' });
      this.#queue = runs.map(({ id, status }) => ({ id, status }));
    }
    const passed: Listed[] = [];
    let next = 0;
    for (; next < this.#queue.length && this.#places.size < most; next += 1) {
      const listed = this.#queue[next] as Listed;
      if (this.#places.size >= concurrency && listed.status === 'waiting') passed.push(listed);
      else this.#consider(listed.id);
    }
    this.#queue = [...passed, ...this.#queue.slice(next)];
    // There was news meanwhile, and there is room.
    if (this.#list !== undefined && this.#queue.length === 0 && this.#places.size < most) this.#soon();
  }

  /** Takes the run if it may be taken as it is now; else it is looked at again when it is listed again. */
  #consider(id: string): void {
    const { store } = this.#options;
    const run = store.getRun(id);
    if (run === undefined || hasEnded(run) || !this.#isFree(run)) return;
    if (freezeOfTree(store, run) === undefined && !this.#waitsForPeople(run)) this.#take(run);
  }

  /**
   * How many only wait for a lease. What holds it may have given up its place: beyond the limit runs are taken that were
   * begun before, as many as these.
   */
  #waitingForLeases(): number {
    const patient = [...this.#taken.values()].filter(({ leaseWait, targets }) => leaseWait > 0 && targets.length > 0);
    if (patient.length === 0) return 0;
    const leases = this.#options.store.leases();
    return patient.filter((run) => leases.some((lease) => isHeldFrom(run, lease))).length;
  }

  #isFree(run: RunRecord): boolean {
    const { isGone } = this.#options;
    if (this.#places.has(run.id) || this.#left.has(run.id)) return false;
    return run.owner === undefined || isGone(run);
  }

  #waitsForPeople(run: RunRecord): boolean {
    if (run.status === 'waiting' || run.cancel !== undefined) return false;
    const { store, clock } = this.#options;
    const family = [run, ...descendants(store, run.id)];
    const open = family.flatMap((member) => openQuestions(store, member));
    return open.length > 0 && open.every(({ until }) => until === undefined || Date.parse(until) > clock.now());
  }

  #take(run: RunRecord): void {
    this.#taken.set(run.id, run);
    const place = this.#execute(run).finally(() => {
      this.#taken.delete(run.id);
      this.#places.delete(run.id);
      this.#executions.delete(run.id);
      this.#soon();
    });
    this.#places.set(run.id, place);
  }

  async #execute(run: RunRecord): Promise<void> {
    const { execute, onTaken, onEnded, onLeft } = this.#options;
    try {
      const execution = await execute(run.id);
      this.#executions.set(run.id, execution);
      // It was being claimed when the worker was told to stop.
      if (this.#stopped) void execution.suspend();
      told(() => onTaken?.(run));
      const ended = await execution.ended;
      told(() => onEnded?.(ended));
    } catch (error) {
      const passes = isRunbookError(error) && PASSING.has(error.code);
      // A ledger that is busy or full is not the run's fault, and may not be so for long.
      const troubled = mayPass(error);
      if (troubled) this.#troubled = true;
      else if (!passes) this.#left.add(run.id);
      // Of one that was never taken there is nothing to tell: it is somebody else's, or comes back.
      if (!passes || this.#executions.has(run.id)) told(() => onLeft?.(run, error));
    }
  }
}

/** Who listens and fails is no reason to leave a run. */
function told(tell: () => void): void {
  try {
    tell();
  } catch {
    // The ledger knows what there was to tell.
  }
}

const mayPass = (error: unknown): boolean => {
  const value = errorValue(error);
  return isTransient(value) || value.kind === 'quota';
};

/** Whether another run than this one and its children has a lease that this one needs. */
const isHeldFrom = ({ id, targets }: RunRecord, lease: LeaseHolder): boolean =>
  targets.includes(lease.target) && lease.run !== id && !lease.run.startsWith(`${id}.`);

function descendants(store: RunStore, id: string): RunRecord[] {
  return store.listRuns({ parent: id }).flatMap((child) => [child, ...descendants(store, child.id)]);
}
