import { type Clock, type Release, isoNow, scrub } from '@opsbook/context';
import { RunbookError } from '../errors.ts';
import type { RunEvent } from '../events.ts';
import type { Json } from '../json.ts';
import type { Completion, Op, RunPort } from '../port.ts';
import type { ChildEnd, RunRecord } from '../run-record.ts';
import type { JournalEntry, JournalWrite, RunStore } from './run-store.ts';

interface Handle {
  op: Op;
  startedAt: string;
  /** Looks whether a signal, a cancel or a lease has come; true when it has. */
  poll?: () => boolean;
  finished?: boolean;
}

export interface JournalPortOptions {
  run: RunRecord;
  store: RunStore;
  clock: Clock;
  /** Aborted when this process must stop working on the run: nothing is written from then on. */
  signal: AbortSignal;
  startChild: (path: string, runbook: string, input: Json) => Promise<ChildEnd>;
}

const LEASE_RETRY = 1000;

/**
 * The port on a journal that is addressed by path: what is recorded completes from the journal in the recorded order,
 * everything else is done and recorded. One `next` writes all that came to its end meanwhile in one transaction.
 */
export class JournalPort implements RunPort<Handle> {
  readonly id: string;
  readonly #options: JournalPortOptions;
  readonly #replay: readonly JournalEntry[];
  readonly #recorded: Set<string>;
  readonly #deadlines: Map<string, number>;
  readonly #told: Set<string>;
  readonly #begun = new Map<string, Handle>();
  readonly #polled = new Set<Handle>();
  readonly #delivery: Completion<Handle>[] = [];
  #replayed = 0;
  #finished: { handle: Handle; entry: JournalEntry }[] = [];
  #events: JournalWrite['events'] = [];
  #newDeadlines: JournalWrite['deadlines'] = [];
  #broken: { error: unknown } | undefined;
  #wake: () => void = () => undefined;
  readonly #releases: Release[] = [];

  constructor(options: JournalPortOptions) {
    const { run, store, signal } = options;
    this.id = run.id;
    this.#options = options;
    this.#replay = store.journal(run.id);
    this.#recorded = new Set(this.#replay.map(({ path }) => path));
    this.#deadlines = store.deadlines(run.id);
    this.#told = new Set(this.#replay.length === 0 ? [] : store.events(run.id, 0).map(({ key }) => key));
    this.#releases.push(store.watch(() => this.#poll()));
    signal.addEventListener('abort', () => {
      this.close();
      this.#wake();
    });
  }

  /** Notes an event; it is written with what completes next. */
  emit(event: RunEvent): void {
    if (this.#told.has(event.key)) return;
    this.#told.add(event.key);
    this.#events.push({ ...event, at: isoNow(this.#options.clock) });
  }

  begin(op: Op): Handle {
    const handle: Handle = { op, startedAt: isoNow(this.#options.clock) };
    // A store keeps no secret in a path either, and a password like 'demo' may be part of one.
    const key = this.#recorded.has(op.path) ? op.path : scrub(op.path);
    this.#begun.set(key, handle);
    if (!this.#recorded.has(key)) this.#start(handle);
    return handle;
  }

  async next(open: readonly Handle[]): Promise<Completion<Handle>> {
    for (;;) {
      this.#options.signal.throwIfAborted();
      if (this.#broken !== undefined) throw this.#broken.error;
      const completion = this.#fromJournal() ?? this.#fromLife();
      if (completion === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      // A wait that was given up after a cancel completes for nobody.
      if (open.includes(completion.handle)) return completion;
    }
  }

  /** Writes what is not written yet. */
  flush(): void {
    const entries = this.#finished.map(({ entry }) => entry);
    if (entries.length === 0 && this.#events.length === 0 && this.#newDeadlines.length === 0) return;
    const { store, run } = this.#options;
    store.append(run.id, run.epoch, { entries, events: this.#events, deadlines: this.#newDeadlines });
    for (const { handle, entry } of this.#finished) this.#delivery.push({ handle, value: entry.value });
    this.#finished = [];
    this.#events = [];
    this.#newDeadlines = [];
  }

  close(): void {
    for (const release of this.#releases.splice(0)) release();
    this.#polled.clear();
  }

  #fromJournal(): Completion<Handle> | undefined {
    const entry = this.#replay[this.#replayed];
    if (entry === undefined) return undefined;
    this.#replayed += 1;
    const handle = this.#begun.get(entry.path);
    if (handle !== undefined) return { handle, value: entry.value };
    throw new RunbookError(
      'NON_DETERMINISTIC',
      `run ${this.id} recorded '${entry.path}' at this point, but the code took another path: resume it with the version that began it`,
    );
  }

  #fromLife(): Completion<Handle> | undefined {
    if (this.#delivery.length === 0) this.flush();
    return this.#delivery.shift();
  }

  #start(handle: Handle): void {
    const { op } = handle;
    const { store, run, clock, signal, startChild } = this.#options;
    // Whoever resumes the run does it.
    if (signal.aborted) return;
    switch (op.kind) {
      case 'step':
        this.#follow(handle, op.fn());
        return;
      case 'child':
        this.#follow(handle, startChild(op.path, op.runbook, op.input));
        return;
      case 'timer':
        this.#expire(handle, op.ms, null);
        return;
      case 'signal':
        if (op.ms !== undefined) this.#expire(handle, op.ms, undefined);
        handle.poll = () => this.#finishWith(handle, store.getSignal(run.id, op.path));
        break;
      case 'cancel':
        handle.poll = () => this.#finishWith(handle, store.getRun(run.id)?.cancel);
        break;
      case 'lease':
        this.#lease(handle, op.path, op.target, clock);
        return;
    }
    if (!this.#looks(handle)) this.#polled.add(handle);
  }

  #lease(handle: Handle, path: string, target: string, clock: Clock): void {
    const { store, run } = this.#options;
    const deadline = this.#deadline(path, run.leaseWait * 1000);
    handle.poll = () => {
      const answer = store.takeLease(target, run, isoNow(clock));
      if ('held' in answer && clock.now() < deadline) return false;
      return this.#finishWith(handle, answer);
    };
    const retry = () => {
      if (handle.poll === undefined || this.#looks(handle)) return;
      this.#polled.add(handle);
      this.#releases.push(clock.after(Math.min(LEASE_RETRY, Math.max(1, deadline - clock.now())), retry));
    };
    retry();
  }

  #follow(handle: Handle, promise: Promise<Json | undefined>): void {
    promise.then(
      (value) => this.#finish(handle, value),
      // A child that was suspended or adopted, or could not be written: its parent stops as well.
      (error: unknown) => this.#break(error),
    );
  }

  #expire(handle: Handle, ms: number, value: Json | undefined): void {
    const { clock } = this.#options;
    const left = this.#deadline(handle.op.path, ms) - clock.now();
    this.#releases.push(clock.after(Math.max(0, left), () => this.#finish(handle, value)));
  }

  #deadline(path: string, ms: number): number {
    const known = this.#deadlines.get(path) ?? this.#deadlines.get(scrub(path));
    const at = this.#options.clock.now() + ms;
    // A clock that was set back meanwhile must not lengthen the wait.
    if (known !== undefined) return Math.min(known, at);
    this.#deadlines.set(path, at);
    this.#newDeadlines.push({ path, at });
    return at;
  }

  #poll(): void {
    for (const handle of [...this.#polled]) if (this.#looks(handle)) this.#polled.delete(handle);
  }

  /** Looks in the store for what a handle waits for. A clock or a watcher calls this: nobody there could catch. */
  #looks(handle: Handle): boolean {
    try {
      return handle.poll?.() === true;
    } catch (error) {
      this.#break(error);
      return true;
    }
  }

  #break(error: unknown): void {
    this.#broken ??= { error };
    this.#wake();
  }

  #finishWith(handle: Handle, value: Json | undefined): boolean {
    if (value === undefined) return false;
    this.#finish(handle, value);
    return true;
  }

  #finish(handle: Handle, value: Json | undefined): void {
    const { path } = handle.op;
    if (this.#options.signal.aborted || handle.finished === true) return;
    handle.finished = true;
    this.#polled.delete(handle);
    delete handle.poll;
    const { startedAt } = handle;
    this.#finished.push({ handle, entry: { path, value, startedAt, at: isoNow(this.#options.clock) } });
    this.#wake();
  }
}
