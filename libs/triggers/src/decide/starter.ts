import { type Release, isoNow } from '@opsbook/context';
import { errorValue } from '@opsbook/runbook';
import type { FinalState } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Start } from './batch.ts';
import type { Desk } from './desk.ts';
import { notStartedNotice } from './notice.ts';
import { resumed } from './resumed.ts';
import { type Started, ran, startRun } from './start-run.ts';

/** Milliseconds until a start is tried again that the ledger of runs refused. */
const AGAIN = 5000;

/** Takes durable intents to what became of them. */
export class Starter {
  readonly #desk: Desk;
  readonly #renew: () => void;
  /** Runs that are being started on the side. */
  readonly #underWay = new Map<string, Promise<void>>();
  #again: Release = () => undefined;

  /** @param renew asks for `resume` of all intents that are still there */
  constructor(desk: Desk, renew: () => void) {
    this.#desk = desk;
    this.#renew = renew;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#underWay.values());
    this.#again();
  }

  /** Within a turn: starts all of a batch. Those that people approve are planned first, and nobody waits for that. */
  async start(starts: readonly Start[]): Promise<void> {
    const asks = ({ rule }: Start) => rule.policy.approval !== undefined;
    for (const start of starts.filter(asks)) this.#startAside(start);
    const direct = starts.filter((start) => !asks(start));
    const started = await Promise.all(direct.map((start) => startRun(this.#desk, start)));
    await this.#conclude(direct.map((start, index) => [start.event, started[index] as Started]));
  }

  /** Within a turn: goes on with the intents of an earlier life, and with those that were refused for now. */
  async resume(): Promise<void> {
    const starting = this.#desk.store.remediations({ phase: ['starting'] });
    for (const remediation of starting) if (!this.#underWay.has(remediation.run)) await this.#resume(remediation);
  }

  async #resume(remediation: Remediation): Promise<void> {
    const { store, runs, clock } = this.#desk;
    const event = store.get(remediation.event)?.event;
    if (event === undefined) return;
    if ((await runs.get(remediation.run)) !== undefined) {
      await this.#conclude([[event, ran(remediation)]]);
      return;
    }
    const start = resumed(this.#desk, event, remediation);
    if (start !== undefined) {
      this.#startAside(start);
      return;
    }
    // Its rule is gone, and nothing was started: what became of it is decided by the rules of now.
    const why = 'not started: its rule was taken away';
    const ended: Remediation = { ...remediation, phase: 'ended', endedAt: isoNow(clock), why };
    await store.decide([{ id: event.id, state: { state: 'received' }, remediation: ended }], isoNow(clock));
  }

  #startAside(start: Start): void {
    const { run } = start.remediation;
    const { turns, outbox, log, signal } = this.#desk;
    const conclude = async () => {
      const started = await startRun(this.#desk, start);
      if (started === 'again' && signal.aborted) return;
      await turns.take(() => this.#conclude([[start.event, started]]));
      outbox.wake();
    };
    const trouble = (error: unknown) => {
      log('a run cannot be started now', { run, error: errorValue(error) });
      this.#tryAgain();
    };
    const done = conclude()
      .catch(trouble)
      .finally(() => this.#underWay.delete(run));
    this.#underWay.set(run, done);
  }

  /** Records what became of intents. */
  async #conclude(started: readonly (readonly [TriggerEvent, Started])[]): Promise<void> {
    const { store, clock, follow, freed, ruleOf } = this.#desk;
    for (const [event, one] of started) {
      if (one === 'again' || one.state.state !== 'failed') continue;
      await notStartedNotice(this.#desk, ruleOf(one.state.rule), event, one.state.error)?.();
    }
    const decisions = started.flatMap(([{ id }, one]) => (one === 'again' ? [] : [{ id, ...this.#fresh(one) }]));
    if (decisions.length > 0) await store.decide(decisions, isoNow(clock));
    for (const { state, remediation } of decisions) {
      follow(remediation.run);
      if (state.state !== 'ran') freed(remediation.rule);
    }
    if (started.some(([, one]) => one === 'again')) this.#tryAgain();
  }

  /** Meanwhile its alert may have been resolved. */
  #fresh({ state, remediation }: Exclude<Started, 'again'>): { state: FinalState; remediation: Remediation } {
    const [written] = this.#desk.store.remediations({ run: remediation.run });
    const { resolvedAt } = written ?? remediation;
    return { state, remediation: { ...remediation, ...(resolvedAt !== undefined && { resolvedAt }) } };
  }

  #tryAgain(): void {
    this.#again();
    this.#again = this.#desk.clock.after(AGAIN, this.#renew);
  }
}
