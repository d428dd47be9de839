import { answeredNotice, askedNotice, whoIsAsked } from '@opsbook/actions/action';
import { type Engine, type RunRecord, hasEnded, isTransient } from '@opsbook/runbook';
import { isStackStormError } from '@opsbook/stackstorm';
import type { Session } from '../../session.ts';
import type { Site } from '../../site.ts';
import { type AskedQuestion, openQuestions } from '../family.ts';
import { answerCommands } from '../next-commands.ts';
import { signalWithin } from '../signal-within.ts';
import type { SignalPolicy } from '../stop-signals.ts';
import { stopRun } from '../stop-run.ts';
import { whoMayAnswer } from '../who-may-answer.ts';
import { AskedPeople } from './asked-people.ts';
import type { StackStormLink } from './stackstorm-link.ts';

/** Seconds between two looks at the questions of a run, here and in StackStorm. */
const EVERY = 5;

/** Seconds between two looks while StackStorm is away. */
const AWAY_EVERY = 20;

/** Seconds for which StackStorm may be away before nobody waits for it any more. */
const PATIENCE = 300;

/** How waiting for people was over: the run can go on, is to be left, or nobody can be asked. */
export type Waited = { kind: 'go-on' } | { kind: 'left' } | { kind: 'unasked'; why: string };

export interface PeopleOptions {
  session: Session;
  site: Site;
  engine: Engine;
  link: StackStormLink;
  /** The run, which may ask by way of those that it started. */
  run: RunRecord;
}

/** Asks people by inquiries of StackStorm what a run wants to know, for as long as the action lasts. */
export class People {
  readonly #options: PeopleOptions;
  readonly #asked = new Map<string, AskedPeople>();
  /** Questions that were told of although StackStorm asks nobody. */
  readonly #told = new Set<string>();
  #since: number;
  #isAway = false;
  /** Whether the run has been told that it is to stop: what it asks then must be answered all the same. */
  #isStopping = false;

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.#since = options.site.clock.now();
  }

  /** Until a question is not open any more, a signal comes, or StackStorm asks nobody. */
  async wait(signals: SignalPolicy): Promise<Waited> {
    const { session, site, engine, run } = this.#options;
    this.#since = site.clock.now();
    for (;;) {
      const now = await engine.get(run.id);
      if (now.cancel !== undefined && !this.#isStopping) {
        this.#isStopping = true;
        return { kind: 'go-on' };
      }
      const open = hasEnded(now) ? [] : await openQuestions(engine, now);
      const late = open.some(({ until }) => until !== undefined && Date.parse(until) <= site.clock.now());
      if ((await this.#settle(open)) || open.length === 0 || late) return { kind: 'go-on' };
      const tended = await this.#patiently(open);
      if (tended === 'heard') continue;
      if (tended !== undefined) return { kind: 'unasked', ...tended };
      const meaning = await signalWithin(session, site, this.#isAway ? AWAY_EVERY : EVERY, signals);
      if (meaning === 'leave') return { kind: 'left' };
      if (meaning === 'stop') await stopRun(session, engine, run.id, { by: session.by(), reason: 'SIGTERM' });
    }
  }

  /** After the run's end: nobody is asked any more. */
  async end(): Promise<void> {
    await this.#settle([]);
  }

  async #patiently(open: readonly AskedQuestion[]): Promise<'heard' | { why: string } | undefined> {
    const { session, site } = this.#options;
    try {
      const tended = await this.#tend(open);
      this.#since = site.clock.now();
      this.#isAway = false;
      return tended;
    } catch (error) {
      if (!isStackStormError(error)) throw error;
      if (!isTransient(error)) return { why: error.message };
      if (site.clock.now() - this.#since >= PATIENCE * 1000)
        return { why: `it has been away for ${PATIENCE} s (${error.message})` };
      if (!this.#isAway) session.note(`StackStorm cannot ask now, and is tried again: ${error.message}\n`);
      this.#isAway = true;
      return undefined;
    }
  }

  async #tend(open: readonly AskedQuestion[]): Promise<'heard' | { why: string } | undefined> {
    const { session, site, engine, link } = this.#options;
    const client = await link.client();
    const whys: string[] = [];
    for (const question of open) {
      const who = whoIsAsked(question, question.run.requestedBy.user);
      if ('why' in who) {
        whys.push(who.why);
        if (!this.#told.has(keyOf(question)))
          await this.#tell(question, [], { who: whoMayAnswer(question), why: who.why });
        this.#told.add(keyOf(question));
        continue;
      }
      const known = this.#asked.get(keyOf(question));
      const people = known ?? new AskedPeople({ session, engine, clock: site.clock, question });
      this.#asked.set(keyOf(question), people);
      const asked = await people.ask(client, question, who.users);
      if (asked.length > 0) await this.#tell(question, asked, undefined);
      if (await people.hear(client)) return 'heard';
      if (people.isOver) whys.push('its inquiries have ended without an answer that counts');
    }
    const [why] = whys;
    return why !== undefined && whys.length === open.length ? { why } : undefined;
  }

  /** Asks nobody any more what is not open. @returns whether there was such a question */
  async #settle(open: readonly AskedQuestion[]): Promise<boolean> {
    const keys = open.map(keyOf);
    const over = [...this.#asked].filter(([key]) => !keys.includes(key));
    const { engine, link } = this.#options;
    for (const [key, people] of over) {
      this.#asked.delete(key);
      const { run, question } = people.question;
      const decision = await people.decision();
      const { cancel } = await engine.get(run.id);
      const isLate = decision === undefined && cancel === undefined;
      await people.stop(await link.client(), isLate);
      const end = decision ?? (isLate ? 'nobody answered in time' : undefined);
      if (end !== undefined) await link.tell(() => answeredNotice(run, question, end));
    }
    return over.length > 0;
  }

  async #tell(
    question: AskedQuestion,
    inquiries: readonly { user: string | undefined; id: string }[],
    others: { who: string; why: string } | undefined,
  ): Promise<void> {
    const { session, link } = this.#options;
    for (const { user, id } of inquiries)
      session.note(`StackStorm asks ${user ?? 'everybody'} by inquiry ${id}: ${question.question}\n`);
    const commands = answerCommands(question, session.command);
    await link.tell(() => askedNotice({ run: question.run, question, inquiries, others, commands }));
  }
}

const keyOf = ({ run, path }: AskedQuestion): string => JSON.stringify([run.id, path]);
