import { type Clock, type Release, isoNow, scrub } from '@opsbook/context';
import { auditOfEvent } from './audit-of-event.ts';
import type { RunEvent } from '../events.ts';
import type { Json } from '../json.ts';
import type { Completion, Op, RunPort } from '../port.ts';
import type { ChildEnd, RunRecord } from '../run-record.ts';
import { Replay } from './replay.ts';
import type { JournalEntry, JournalWrite, RunStore } from './run-store.ts';

interface Handle {
  op: Op;
  startedAt: string;
  /** Looks whether a signal, a cancel or a lease has come, and finishes the handle when it has. */
  poll?: () => Promise<void> | void;
  finished?: boolean;
}

export interface JournalPortOptions {
  run: RunRecord;
  store: RunStore;
  clock: Clock;
  /** Aborted when this process must stop working on the run: nothing is written from then on. */
  signal: AbortSignal;
  /** Of the code that runs now. */
  version: string;
  startChild: (path: string, runbook: string, input: Json) => Promise<ChildEnd>;
}

const LEASE_RETRY = 1000;
const PATIENT = new Set<Op['kind']>(['signal', 'cancel', 'child']);

/**
 * The port on a journal that is addressed by path: what is recorded completes from the journal in the recorded order,
 * everything else is done and recorded. Nothing is done before all that earlier lives left behind was met again, so that
 * code which takes another path is stopped before it touches anything. One `next` writes all that came to its end
 * meanwhile in one go.
 */
export class JournalPort implements RunPort<Handle> {
  readonly id: string;
  readonly #options: JournalPortOptions;
  readonly #replay: Replay;
  readonly #deadlines: Map<string, number>;
  readonly #told = new Set<string>();
  readonly #begun = new Map<string, Handle>();
  readonly #polled = new Set<Handle>();
  readonly #delivery: Completion<Handle>[] = [];
  /** Whether all that earlier lives left behind was met again. */
  #live: boolean;
  /** Begun before that, and not in the journal. */
  readonly #deferred: Handle[] = [];
  #finished: { handle: Handle; entry: JournalEntry }[] = [];
  #events: JournalWrite['events'] = [];
  #audit: JournalWrite['audit'] = [];
  #newDeadlines: JournalWrite['deadlines'] = [];
  #broken: { error: unknown } | undefined;
  /** Set while `next` waits. */
  #wake: (() => void) | undefined;
  readonly #releases: Release[] = [];

  constructor(options: JournalPortOptions) {
    const { run, store, signal } = options;
    this.id = run.id;
    this.#options = options;
    this.#replay = new Replay(store, run, options.version);
    this.#live = this.#replay.next === undefined && this.#replay.missed(this.#begun) === undefined;
    this.#deadlines = store.deadlines(run.id);
    this.#releases.push(store.watch(() => this.#poll()));
    signal.addEventListener('abort', () => {
      this.close();
      this.#wake?.();
    });
  }

  /** Notes an event; it is written with what completes next. */
  emit(event: RunEvent): void {
    if (this.#replay.told(event) || this.#told.has(event.key)) return;
    this.#told.add(event.key);
    const at = isoNow(this.#options.clock);
    this.#events.push({ ...event, at });
    const entry = auditOfEvent(this.#options.run, event, at);
    if (entry !== undefined) this.#audit.push(entry);
  }

  begin(op: Op): Handle {
    const handle: Handle = { op, startedAt: isoNow(this.#options.clock) };
    const key = this.#replay.keyOf(op.path);
    this.#begun.set(key, handle);
    this.#replay.begun(op.path);
    if (this.#replay.has(key)) return handle;
    if (this.#live) this.#start(handle);
    else this.#deferred.push(handle);
    return handle;
  }

  async next(open: readonly Handle[]): Promise<Completion<Handle>> {
    for (;;) {
      this.#options.signal.throwIfAborted();
      if (this.#broken !== undefined) throw this.#broken.error;
      const completion = this.#fromJournal() ?? this.#delivery.shift();
      // A wait that was given up after a cancel completes for nobody.
      if (completion !== undefined && open.includes(completion.handle)) return completion;
      if (completion !== undefined) continue;
      if (!this.#live) this.#goLive();
      else if (this.#finished.length + this.#events.length + this.#newDeadlines.length > 0) await this.flush();
      else await this.#woken();
    }
  }

  async #woken(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
  }

  /** Takes what is not written yet: it is written with the run's end. Throws where the journal holds more than was met. */
  end(): JournalWrite {
    if (!this.#live) this.#throwIfMissed();
    return this.#take();
  }

  /** Every lane stands at a verb, and the journal has nothing left: what it lacks is begun now. */
  #goLive(): void {
    this.#throwIfMissed();
    this.#live = true;
    for (const deferred of this.#deferred.splice(0)) this.#start(deferred);
  }

  #throwIfMissed(): void {
    const missed = this.#replay.missed(this.#begun);
    if (missed !== undefined) throw this.#replay.anotherPath(missed);
  }

  #take(): JournalWrite {
    const write = {
      entries: this.#finished.map(({ entry }) => entry),
      events: this.#events,
      deadlines: this.#newDeadlines,
      audit: this.#audit,
    };
    this.#finished = [];
    this.#events = [];
    this.#newDeadlines = [];
    this.#audit = [];
    return write;
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    const { store, run } = this.#options;
    const finished = this.#finished;
    await this.#held(store.append(run.id, run.epoch, this.#take()));
    for (const { handle, entry } of finished) this.#delivery.push({ handle, value: entry.value });
  }

  /** No time passes while the store writes. */
  async #held<T>(writing: Promise<T>): Promise<T> {
    const release = this.#options.clock.hold();
    try {
      return await writing;
    } finally {
      release();
    }
  }

  /** Whether all that it waits for is people's answers, or children. */
  get standsStill(): boolean {
    if (this.#wake === undefined) return false;
    return [...this.#begun.values()].every(({ op, finished }) => finished === true || PATIENT.has(op.kind));
  }

  close(): void {
    for (const release of this.#releases.splice(0)) release();
    this.#polled.clear();
  }

  #fromJournal(): Completion<Handle> | undefined {
    const entry = this.#replay.next;
    if (entry === undefined) return undefined;
    const handle = this.#begun.get(entry.path);
    if (handle === undefined) throw this.#replay.anotherPath(entry.path);
    this.#replay.delivered();
    return { handle, value: entry.value };
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
    this.#polled.add(handle);
    this.#look(handle);
  }

  #lease(handle: Handle, path: string, target: string, clock: Clock): void {
    const { store, run } = this.#options;
    const left = this.#left(path, run.leaseWait * 1000);
    let late = left <= 0;
    let asking = false;
    handle.poll = async () => {
      if (asking) return;
      asking = true;
      const answer = await this.#held(store.takeLease(target, run, isoNow(clock)));
      asking = false;
      if (late || !('held' in answer)) this.#finishWith(handle, answer);
    };
    const retry = () => {
      this.#look(handle);
      if (!late && handle.finished !== true) this.#releases.push(clock.after(LEASE_RETRY, retry));
    };
    // By a timer and not by the time of day, which may be set back meanwhile.
    const end = () => {
      late = true;
      this.#look(handle);
    };
    if (!late) this.#releases.push(clock.after(left, end));
    this.#polled.add(handle);
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
    this.#releases.push(clock.after(this.#left(handle.op.path, ms), () => this.#finish(handle, value)));
  }

  /** Milliseconds that a wait still lasts, which may have begun in an earlier life. */
  #left(path: string, ms: number): number {
    const known = this.#deadlines.get(path) ?? this.#deadlines.get(scrub(path));
    const now = this.#options.clock.now();
    // A clock that was set back meanwhile must not lengthen the wait.
    if (known !== undefined) return Math.max(0, Math.min(known - now, ms));
    this.#deadlines.set(path, now + ms);
    this.#newDeadlines.push({ path, at: now + ms });
    return ms;
  }

  #poll(): void {
    for (const handle of [...this.#polled]) this.#look(handle);
  }

  /** A clock or a watcher calls this: nobody there could catch. */
  #look(handle: Handle): void {
    try {
      handle.poll?.()?.catch((error: unknown) => this.#break(error));
    } catch (error) {
      this.#break(error);
    }
  }

  #break(error: unknown): void {
    this.#broken ??= { error };
    this.#wake?.();
  }

  #finishWith(handle: Handle, value: Json | undefined): void {
    if (value !== undefined) this.#finish(handle, value);
  }

  #finish(handle: Handle, value: Json | undefined): void {
    const { path } = handle.op;
    if (this.#options.signal.aborted || handle.finished === true) return;
    handle.finished = true;
    this.#polled.delete(handle);
    delete handle.poll;
    const { startedAt } = handle;
    this.#finished.push({ handle, entry: { path, value, startedAt, at: isoNow(this.#options.clock) } });
    this.#wake?.();
  }
}
