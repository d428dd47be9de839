import { errorValue, hasEnded } from '@opsbook/runbook';
import type { Desk } from '../decide/desk.ts';
import { isPassing } from '../decide/outbox.ts';
import { Pulse } from '../decide/pulse.ts';
import type { Asked, Remediation } from '../remediation.ts';
import { askAlertmanager } from './ask-alertmanager.ts';
import { Asides } from './asides.ts';
import { checkSuccess } from './check-success.ts';
import { escalate } from './escalate.ts';
import { afterCheck, afterRun, isToBeTold } from './judge.ts';

/** Milliseconds until somebody is asked again who gave no answer. */
const AGAIN = 30_000;

/** Follows each run that a rule started, until it is known whether it helped, and has people told where it did not. */
export class Loop {
  readonly #desk: Desk;
  readonly #pulse: Pulse;
  readonly #due = new Set<string>();
  /** When a remediation is looked at again though nobody told of it: milliseconds since the epoch. */
  readonly #deadlines = new Map<string, number>();
  /** What post-conditions said. */
  readonly #checks = new Asides<true | string>();
  /** What Alertmanager said at the deadline. */
  readonly #asked = new Asides<Asked | 'nobody'>();

  constructor(desk: Desk) {
    this.#desk = desk;
    const onTrouble = (error: unknown) => {
      desk.log('runs cannot be followed now', { error: errorValue(error) });
    };
    this.#pulse = new Pulse({ clock: desk.clock, onTrouble, beat: () => this.#beat() });
  }

  start(): void {
    for (const { run } of this.#desk.store.remediations({ phase: ['running', 'verifying'] })) this.#due.add(run);
    this.#pulse.wake();
  }

  /** Something has to be done about a run. */
  follow(run: string): void {
    this.#due.add(run);
    this.#pulse.wake();
  }

  async stop(): Promise<void> {
    await this.#pulse.stop();
    await Promise.all([this.#checks.idle(), this.#asked.idle()]);
  }

  async #beat(): Promise<number | undefined> {
    const { turns, clock, signal } = this.#desk;
    let trouble: unknown;
    const late = [...this.#deadlines].filter(([, at]) => at <= clock.now()).map(([run]) => run);
    for (const run of new Set([...this.#due, ...late])) {
      if (signal.aborted) return undefined;
      this.#due.delete(run);
      try {
        await turns.take(() => this.#step(run));
      } catch (error) {
        // The others need not wait for it.
        this.#due.add(run);
        trouble = error;
      }
    }
    if (trouble !== undefined) throw trouble as Error;
    const next = [...this.#deadlines.values()].reduce((least, at) => Math.min(least, at), Infinity);
    return next === Infinity ? undefined : next;
  }

  async #step(run: string): Promise<void> {
    this.#deadlines.delete(run);
    const [one] = this.#desk.store.remediations({ run });
    if (one === undefined) return;
    if (one.phase === 'running') await this.#afterRun(one);
    else if (one.phase === 'verifying') await this.#verify(one);
    // An answer may come late.
    else if (one.phase === 'ended') this.#forget(run);
  }

  async #afterRun(one: Remediation): Promise<void> {
    const { runs, ruleOf, freed } = this.#desk;
    const rule = ruleOf(one.rule);
    const run = await runs.get(one.run);
    const next = afterRun(one, run, rule);
    if (next !== undefined) {
      await this.#verify(next, one);
      freed(one.rule);
      return;
    }
    const isToStop = one.resolvedAt !== undefined && rule?.policy.onResolved === 'cancel';
    if (run === undefined || hasEnded(run) || !isToStop || run.cancel !== undefined) return;
    const by = { user: `rule:${one.rule}`, surface: one.subject.split('/', 1)[0] ?? '', event: one.event };
    await runs.cancel(one.run, by, `it was over at ${one.resolvedAt}`);
  }

  /** @param written as the ledger has it, where that is not the same */
  async #verify(one: Remediation, written = one): Promise<void> {
    const { store, ruleOf, clock } = this.#desk;
    const rule = ruleOf(one.rule);
    const learned = { check: this.#checks.answer(one.run), asked: this.#asked.answer(one.run) };
    const next = afterCheck(one, rule, learned, clock.now());
    if (next === undefined) {
      if (one !== written) await store.saveRemediation(one);
      this.#await(one);
      return;
    }
    this.#forget(one.run);
    const isTold = rule?.escalate !== undefined && isToBeTold(next);
    if (!isTold) {
      await store.saveRemediation({ ...next, phase: 'ended' });
      return;
    }
    // Its id is durable before it is started: the same escalation is started again after a crash.
    const told = { ...next, escalation: next.escalation ?? this.#desk.runs.nextId() };
    if (next.escalation === undefined) await store.saveRemediation(told);
    await this.#tell(told);
  }

  async #tell(one: Remediation): Promise<void> {
    const { store, log } = this.#desk;
    try {
      await escalate(this.#desk, one);
      await store.saveRemediation({ ...one, phase: 'ended' });
    } catch (error) {
      if (isPassing(error)) throw error;
      const { message } = errorValue(error);
      log('an escalation cannot be started', { run: one.run, rule: one.rule, error: errorValue(error) });
      const { escalation: _, ...rest } = one;
      await store.saveRemediation({
        ...rest,
        phase: 'ended',
        why: `${one.why ?? ''}; nobody could be told: ${message}`,
      });
    }
  }

  /** Looks whether the post-condition holds, then waits for the end of what the run was for, and asks for it at the deadline. */
  #await(one: Remediation): void {
    const { ruleOf, clock } = this.#desk;
    const { run, deadline } = one;
    if (ruleOf(one.rule)?.success?.check !== undefined && this.#checks.answer(run) === undefined) {
      this.#checks.ask(
        run,
        () => checkSuccess(this.#desk, one),
        () => this.follow(run),
      );
      return;
    }
    if (deadline === undefined) return;
    const at = Date.parse(deadline);
    if (clock.now() < at) this.#deadlines.set(run, at);
    else
      this.#asked.ask(
        run,
        () => askAlertmanager(this.#desk, one),
        (answer) => this.#answered(run, answer),
      );
  }

  #forget(run: string): void {
    this.#checks.forget(run);
    this.#asked.forget(run);
  }

  #answered(run: string, answer: Asked | 'nobody' | undefined): void {
    if (answer === undefined) this.#deadlines.set(run, this.#desk.clock.now() + AGAIN);
    else this.#due.add(run);
    this.#pulse.wake();
  }
}
