import { type Clock, type Release, isoNow } from '@opsbook/context';
import { errorValue } from '@opsbook/runbook';
import { Pulse } from '../decide/pulse.ts';
import { subjectOf } from '../decide/subject-of.ts';
import type { Emission, FinalState } from '../event-state.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import { triggerOf } from './trigger-types.ts';

/** Where events are handed to. */
export interface EventSink {
  /**
   * Resolves when it was taken. `refused`: it never will be; `later`: not as things are there now, though others may be. After what
   * it rejects with everything is tried again.
   */
  send(
    emission: Emission,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<'taken' | { refused: string } | { later: string }>;
  /** Whether something has arrived under a trace tag. True is certain; what has just arrived is shown after some seconds. */
  has(traceTag: string): Promise<boolean>;
  /** Whether something may have arrived although `send` rejected with this. */
  isInDoubt(error: unknown): boolean;
}

export interface EmitterOptions {
  store: TriggerStore;
  sink: EventSink;
  clock: Clock;
  log?: (line: string, fields: Record<string, unknown>) => void;
}

/** Events looked at in one go. */
const MOST = 200;
/** Requests at once. */
const LANES = 4;
/** Milliseconds after which what has arrived is shown. */
const SHOWN = 10_000;
/** Milliseconds after which is tried again what is not taken as things are. */
const LATER = 60_000;

interface Queued {
  event: TriggerEvent;
  emission: Emission;
}

/**
 * Hands over the events that wait for it: those of one subject one after the other, each until it was taken, and once, as far as
 * the other side shows what it has. What it knows is in the ledger: after a crash another one goes on.
 */
export class Emitter {
  readonly #options: EmitterOptions;
  readonly #pulse: Pulse;
  /** What may have arrived, by id, with when that was tried (milliseconds since the epoch). */
  readonly #doubts = new Map<string, number>();
  /** The last event that an earlier process may have sent, and when this one began. */
  #inherited: { last: string; at: number } | undefined;
  #unwatch: Release = () => undefined;
  #stopped = false;

  constructor(options: EmitterOptions) {
    this.#options = options;
    const onTrouble = (error: unknown) => {
      options.log?.('events cannot be handed over now', { error: errorValue(error) });
    };
    this.#pulse = new Pulse({ clock: options.clock, onTrouble, beat: () => this.#beat() });
  }

  start(): void {
    const { store, clock } = this.#options;
    const last = store.list({ state: ['received'], limit: 1 })[0]?.event.id;
    if (last !== undefined) this.#inherited = { last, at: clock.now() };
    this.#unwatch = store.watch(() => {
      this.#pulse.wake();
    });
    this.#pulse.wake();
  }

  /** Ends what is under way; nothing is begun any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unwatch();
    await this.#pulse.stop();
  }

  async #beat(): Promise<number | undefined> {
    let after: string | undefined;
    let next: number | undefined;
    /** Of whom an event has to wait, and with it all that come after. */
    const held = new Set<string>();
    for (;;) {
      const page = this.#options.store.emitting({ limit: MOST, ...(after !== undefined && { after }) });
      if (page.length === 0 || this.#stopped) return next;
      after = page.at(-1)?.event.id;
      const queued = page.flatMap(({ event, state }) =>
        state.state === 'received' && state.emits !== undefined ? [{ event, emission: state.emits }] : [],
      );
      for (const due of await this.#handOver(queued, held)) next = Math.min(next ?? due, due);
    }
  }

  /** Answers when those come due that have to wait. Throws the first trouble, after all that is under way has ended. */
  async #handOver(queued: readonly Queued[], held: Set<string>): Promise<number[]> {
    const bySubject = [...Map.groupBy(queued, ({ event }) => subjectOf(event)).entries()].filter(
      ([key]) => !held.has(key),
    );
    const dues: number[] = [];
    const troubles: unknown[] = [];
    const lane = async () => {
      for (let one = bySubject.shift(); one !== undefined; one = bySubject.shift()) {
        const [subject, events] = one;
        for (const each of events) {
          if (this.#stopped || troubles.length > 0) return;
          try {
            const due = await this.#one(each);
            if (due === undefined) continue;
            dues.push(due);
            held.add(subject);
            break;
          } catch (error) {
            troubles.push(error);
          }
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    if (troubles.length > 0) throw troubles[0] as Error;
    return dues;
  }

  /** Answers when it can be tried again, where it has to wait. */
  async #one({ event, emission }: Queued): Promise<number | undefined> {
    const { sink, clock, log } = this.#options;
    const tried = this.#triedAt(event);
    if (tried !== undefined && clock.now() < tried + SHOWN) return tried + SHOWN;
    const isThere = tried !== undefined && (await sink.has(emission.traceTag));
    const answer = isThere ? 'taken' : await this.#send(event, emission);
    if (typeof answer === 'object' && 'later' in answer) {
      log?.('an event cannot be handed over now', { event: event.id, ...emission, why: answer.later });
      return clock.now() + LATER;
    }
    const state: FinalState =
      answer === 'taken' ? { state: 'emitted', ...emission } : { state: 'rejected', why: answer.refused };
    await this.#record(event, state);
    return undefined;
  }

  async #send(event: TriggerEvent, emission: Emission): ReturnType<EventSink['send']> {
    const { sink, clock } = this.#options;
    const payload = (triggerOf(event)?.payload ?? {}) as Record<string, unknown>;
    try {
      return await sink.send(emission, payload);
    } catch (error) {
      if (sink.isInDoubt(error)) this.#doubts.set(event.id, clock.now());
      throw error;
    }
  }

  #triedAt({ id }: TriggerEvent): number | undefined {
    const inherited = this.#inherited;
    return this.#doubts.get(id) ?? (inherited !== undefined && id <= inherited.last ? inherited.at : undefined);
  }

  async #record(event: TriggerEvent, state: FinalState): Promise<void> {
    const { store, clock } = this.#options;
    // Taken, and not yet written down: should that fail, it has to be asked for.
    this.#doubts.set(event.id, clock.now());
    await store.decide([{ id: event.id, state }], isoNow(clock));
    this.#doubts.delete(event.id);
  }
}
