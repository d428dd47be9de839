import { createHash } from 'node:crypto';
import { type Clock, isoNow, scrubJson } from '@opsbook/context';
import type { Json } from '@opsbook/runbook';
import type { FinalState, Remembered, TriggerEvent, TriggerStore } from '@opsbook/triggers';
import type { IntakeMetrics } from '../metrics/intake-metrics.ts';
import type { Tracing } from '../tracing/tracing.ts';
import type { Source } from './source.ts';

/** An event as it arrived, in a final state at once where it cannot be used. */
export interface Arrival {
  event: TriggerEvent;
  state?: FinalState;
}

/** What became of a delivery. */
export interface Taken {
  accepted: number;
  known: number;
  rejected: number;
  ids: readonly string[];
}

export interface IntakeOptions {
  store: TriggerStore;
  clock: Clock;
  metrics: IntakeMetrics;
  newId: () => string;
  tracing?: Pick<Tracing, 'received'> | undefined;
}

const EXCERPT = 500;

/** Writes what arrives to the ledger, durably, before anybody is told that it did. */
export class Intake {
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Rejects with a `LedgerError` when nothing of it was kept.
   * @param since when the request began, in milliseconds since the epoch
   * @param remembered written with it
   */
  async take(
    { type, name: source }: Source,
    arrivals: readonly Arrival[],
    { since = this.#options.clock.now(), remembered }: { since?: number; remembered?: Remembered | undefined } = {},
  ): Promise<Taken> {
    const { store, clock, metrics, tracing } = this.#options;
    const appended = await store.append(arrivals, isoNow(clock), remembered);
    const known = appended.filter(({ isNew }) => !isNew).length;
    const rejected = arrivals.filter(({ state }, index) => state !== undefined && appended[index]?.isNew).length;
    const accepted = appended.length - known - rejected;
    for (const [index, { event, state }] of arrivals.entries()) {
      if (state === undefined && appended[index]?.isNew) tracing?.received(event, since, clock.now());
    }
    const count = (result: string, by: number) => metrics.events.inc({ type, source, result }, by);
    count('new', accepted);
    count('known', known);
    count('rejected', rejected);
    return { accepted, known, rejected, ids: appended.map(({ id }) => id) };
  }

  /** What the ledger remembers of an owner. */
  memory(owner: string): Record<string, Json> {
    return this.#options.store.memory(owner);
  }

  /** A line of the ledger for a delivery of a known source that cannot be used; the same one again adds none. */
  async reject(source: Source, why: string, body: Buffer): Promise<void> {
    const key = `rejected:${createHash('sha256').update(body).digest('hex')}`;
    await this.take(source, [this.#rejected(source, why, key, { bytes: body.length, excerpt: excerptOf(body) })]);
  }

  /** One line a minute for deliveries that are not even read. */
  async rejectUnread(source: Source, why: string): Promise<void> {
    const key = `rejected:${isoNow(this.#options.clock).slice(0, 16)}`;
    await this.take(source, [this.#rejected(source, why, key, {})]);
  }

  #rejected({ type, name }: Source, why: string, key: string, payload: Record<string, Json>): Arrival {
    const { clock, newId } = this.#options;
    const receivedAt = isoNow(clock);
    const event = {
      id: newId(),
      type,
      source: name,
      key,
      subject: key,
      status: 'firing',
      receivedAt,
      payload,
    } as const;
    return { event, state: { state: 'rejected', why } };
  }
}

/** Its beginning, for people: known secrets masked. */
const excerptOf = (body: Buffer): string => scrubJson(body.subarray(0, EXCERPT).toString('utf8'));
