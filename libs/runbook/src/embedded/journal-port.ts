import { type Clock, isoNow } from '@opsbook/context';
import type { RunEvent } from '../events.ts';
import type { Json } from '../json.ts';
import type { Completion, Op, RunPort } from '../port.ts';
import type { ChildEnd, RunRecord } from '../run-record.ts';
import { Replay } from './replay.ts';
import type { JournalWrite, RunStore } from './run-store.ts';
import { Unwritten } from './unwritten.ts';
import { Waits } from './waits.ts';

interface Handle {
  op: Op;
  startedAt: string;
  finished: boolean;
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
  readonly #waits: Waits;
  /** How many of those that were begun and have not finished do not wait for people or children. */
  #busy = 0;
  /** What was begun before the journal was met to its end and has not completed from it, by the path that it has there. */
  readonly #met = new Map<string, Handle>();
  readonly #delivery: Completion<Handle>[] = [];
  /** Whether all that earlier lives left behind was met again. */
  #live: boolean;
  /** Begun before that, and not in the journal. */
  readonly #deferred: Handle[] = [];
  readonly #unwritten = new Unwritten<Handle>();
  #broken: { error: unknown } | undefined;
  /** Set while `next` waits. */
  #wake: (() => void) | undefined;

  constructor(options: JournalPortOptions) {
    const { run, store, clock, signal } = options;
    this.id = run.id;
    this.#options = options;
    this.#replay = new Replay(store, run, options.version);
    this.#live = this.#replay.next === undefined && this.#replay.missed(this.#met) === undefined;
    this.#waits = new Waits({
      run,
      store,
      clock,
      onDeadline: (path, at) => this.#unwritten.deadline(path, at),
      onTrouble: (error) => this.#break(error),
    });
    signal.addEventListener('abort', () => {
      this.close();
      this.#wake?.();
    });
  }

  /** Notes an event; it is written with what completes next. Of two with one key the store keeps the first. */
  emit(event: RunEvent): void {
    if (this.#replay.told(event)) return;
    this.#unwritten.event(this.#options.run, event, isoNow(this.#options.clock));
  }

  begin(op: Op): Handle {
    const handle: Handle = { op, startedAt: isoNow(this.#options.clock), finished: false };
    if (!PATIENT.has(op.kind)) this.#busy += 1;
    if (this.#live) {
      this.#start(handle);
      return handle;
    }
    const key = this.#replay.keyOf(op.path);
    this.#met.set(key, handle);
    this.#replay.begun(op.path);
    if (!this.#replay.has(key)) this.#deferred.push(handle);
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
      else if (!this.#unwritten.isEmpty) await this.flush();
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
    return this.#unwritten.take().write;
  }

  /** Every lane stands at a verb, and the journal has nothing left: what it lacks is begun now. */
  #goLive(): void {
    this.#throwIfMissed();
    this.#live = true;
    this.#met.clear();
    this.#replay.close();
    for (const deferred of this.#deferred.splice(0)) this.#start(deferred);
  }

  #throwIfMissed(): void {
    const missed = this.#replay.missed(this.#met);
    if (missed !== undefined) throw this.#replay.anotherPath(missed);
  }

  /** Writes what is not written yet; of a life that has not met the whole journal again, nothing. */
  async flush(): Promise<void> {
    const { store, run } = this.#options;
    if (!this.#live || this.#unwritten.isEmpty) return;
    const { write, completions } = this.#unwritten.take();
    await this.#held(store.append(run.id, run.epoch, write));
    this.#delivery.push(...completions);
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
    return this.#wake !== undefined && this.#busy === 0;
  }

  close(): void {
    this.#waits.close();
  }

  #fromJournal(): Completion<Handle> | undefined {
    const entry = this.#replay.next;
    if (entry === undefined) return undefined;
    const handle = this.#met.get(entry.path);
    if (handle === undefined) throw this.#replay.anotherPath(entry.path);
    this.#replay.delivered();
    this.#met.delete(entry.path);
    this.#ended(handle);
    return { handle, value: entry.value };
  }

  #start(handle: Handle): void {
    const { op } = handle;
    const { signal, startChild } = this.#options;
    // Whoever resumes the run does it.
    if (signal.aborted) return;
    if (op.kind === 'step') this.#follow(handle, op.fn());
    else if (op.kind === 'child') this.#follow(handle, startChild(op.path, op.runbook, op.input));
    else this.#waits.begin(op, (value) => this.#finish(handle, value));
  }

  #follow(handle: Handle, promise: Promise<Json | undefined>): void {
    promise.then(
      (value) => this.#finish(handle, value),
      // A child that was suspended or adopted, or could not be written: its parent stops as well.
      (error: unknown) => this.#break(error),
    );
  }

  #break(error: unknown): void {
    this.#broken ??= { error };
    this.#wake?.();
  }

  #finish(handle: Handle, value: Json | undefined): void {
    if (this.#options.signal.aborted || handle.finished) return;
    this.#ended(handle);
    const { startedAt } = handle;
    const { path } = handle.op;
    this.#unwritten.finished(handle, { path, value, startedAt, at: isoNow(this.#options.clock) });
    this.#wake?.();
  }

  #ended(handle: Handle): void {
    handle.finished = true;
    if (!PATIENT.has(handle.op.kind)) this.#busy -= 1;
  }
}
