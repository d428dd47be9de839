import { type Clock, type Release, isoNow, scrub } from '@opsbook/context';
import type { Json } from '../json.ts';
import type { Op } from '../port.ts';
import type { RunRecord } from '../run-record.ts';
import { takeOut } from '../take-out.ts';
import type { RunStore } from './run-store.ts';

export interface WaitsOptions {
  run: RunRecord;
  store: RunStore;
  clock: Clock;
  /** A wait was begun that no earlier life had begun; milliseconds since the epoch. */
  onDeadline: (path: string, at: number) => void;
  /** The store could not be asked. */
  onTrouble: (error: unknown) => void;
}

type Wait = Extract<Op, { kind: 'timer' | 'signal' | 'lease' | 'cancel' }>;
/** Called once, when what is waited for has come, or the time is over. */
type Finish = (value: Json | undefined) => void;

const LEASE_RETRY = 1000;

/** What a run waits for: time, signals, leases, a cancel. What stands in the store is looked for whenever it may have changed. */
export class Waits {
  readonly #options: WaitsOptions;
  /** Of waits that an earlier life began and this one has not come to. */
  readonly #deadlines: Map<string, number>;
  readonly #looks = new Set<() => void>();
  readonly #releases: Release[] = [];

  constructor(options: WaitsOptions) {
    const { store, run } = options;
    this.#options = options;
    this.#deadlines = store.deadlines(run.id);
    this.#releases.push(store.watch(() => this.#lookAll()));
  }

  begin(op: Wait, finish: Finish): void {
    const { store, run } = this.#options;
    if (op.kind === 'lease') this.#lease(op, finish);
    else if (op.kind === 'timer') this.#after(this.#left(op.path, op.ms), () => finish(null));
    else if (op.kind === 'cancel') this.#lookFor(() => store.getRun(run.id)?.cancel, finish);
    else {
      const stop = this.#lookFor(() => store.getSignal(run.id, op.path), finish);
      if (op.ms === undefined) return;
      this.#after(this.#left(op.path, op.ms), () => {
        stop();
        finish(undefined);
      });
    }
  }

  close(): void {
    for (const release of this.#releases.splice(0)) release();
    this.#looks.clear();
  }

  #lookFor(find: () => Json | undefined, finish: Finish): Release {
    const look = () => {
      const found = find();
      if (found === undefined) return;
      stop();
      finish(found);
    };
    const stop = () => this.#looks.delete(look);
    this.#looks.add(look);
    this.#guarded(look);
    return stop;
  }

  #lease({ path, target }: Extract<Op, { kind: 'lease' }>, finish: Finish): void {
    const { store, run, clock } = this.#options;
    const left = this.#left(path, run.leaseWait * 1000);
    // By a timer and not by the time of day, which may be set back meanwhile.
    let late = left <= 0;
    let asking = false;
    const ask = async () => {
      // No time passes while the store writes.
      const release = clock.hold();
      try {
        const answer = await store.takeLease(target, run, isoNow(clock));
        if ('held' in answer && !late) return;
        this.#looks.delete(look);
        finish(answer);
      } finally {
        release();
        asking = false;
      }
    };
    const look = () => {
      if (asking) return;
      asking = true;
      ask().catch(this.#options.onTrouble);
    };
    const retry = () => {
      if (!this.#looks.has(look)) return;
      look();
      if (!late) this.#after(LEASE_RETRY, retry);
    };
    const end = () => {
      late = true;
      retry();
    };
    this.#looks.add(look);
    if (!late) this.#after(left, end);
    retry();
  }

  /** Milliseconds that a wait still lasts, which may have begun in an earlier life. */
  #left(path: string, ms: number): number {
    const key = this.#deadlines.has(path) ? path : scrub(path);
    const known = this.#deadlines.get(key);
    this.#deadlines.delete(key);
    const now = this.#options.clock.now();
    // A clock that was set back meanwhile must not lengthen the wait.
    if (known !== undefined) return Math.max(0, Math.min(known - now, ms));
    this.#options.onDeadline(path, now + ms);
    return ms;
  }

  /** A run that polls for hours waits often: what is over is let go. */
  #after(ms: number, fn: () => void): void {
    const release = this.#options.clock.after(ms, () => {
      takeOut(this.#releases, release);
      fn();
    });
    this.#releases.push(release);
  }

  #lookAll(): void {
    for (const look of [...this.#looks]) this.#guarded(look);
  }

  /** A clock or a watcher calls it: nobody there could catch. */
  #guarded(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }
}
