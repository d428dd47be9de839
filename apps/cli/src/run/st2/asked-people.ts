import { NOBODY } from '@opsbook/actions/action';
import type { Clock } from '@opsbook/context';
import { type Engine, errorValue, isRunbookError } from '@opsbook/runbook';
import type { StackStormClient } from '@opsbook/stackstorm';
import { styleOf } from '../../format/style.ts';
import type { Session } from '../../session.ts';
import { approvalText } from '../approval-text.ts';
import type { AskedQuestion } from '../family.ts';
import { PersonInquiry } from './person-inquiry.ts';

interface Options {
  session: Session;
  engine: Engine;
  clock: Clock;
  question: AskedQuestion;
}

/** The people whom StackStorm asks one question of a run, each by an inquiry of their own. */
export class AskedPeople {
  readonly question: AskedQuestion;
  readonly #options: Options;
  #inquiries: PersonInquiry[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.question = options.question;
  }

  /**
   * Asks who is to be asked now, and nobody else any more.
   * @param now the question as it stands
   * @returns who was asked since the last time
   */
  async ask(client: StackStormClient, now: AskedQuestion, users: readonly (string | undefined)[]) {
    const { engine, clock } = this.#options;
    const needless = this.#inquiries.filter(({ user }) => !users.includes(user));
    for (const inquiry of needless) await inquiry.withdraw(client, 'abandoned');
    this.#inquiries = this.#inquiries.filter(({ user }) => users.includes(user));
    const missing = users.filter((user) => this.#inquiries.every((inquiry) => inquiry.user !== user));
    if (missing.length > 0) {
      const text = approvalText(now, await engine.events(now.run.id), styleOf(false));
      this.#inquiries.push(...missing.map((user) => new PersonInquiry({ user, question: now, text })));
    }
    for (const inquiry of this.#inquiries) await inquiry.begin(client, clock.now());
    const news = this.#inquiries.filter(({ isNews }) => isNews);
    for (const inquiry of news) inquiry.isNews = false;
    return news.map(({ user, id = '' }) => ({ user, id }));
  }

  /** Records what people have answered there. @returns whether anybody has, also where it does not count */
  async hear(client: StackStormClient): Promise<boolean> {
    const { session, engine } = this.#options;
    const { run, path, plan, question } = this.question;
    let heard = false;
    for (const inquiry of this.#inquiries) {
      const answer = await inquiry.answer(client);
      if (answer === undefined) continue;
      heard = true;
      const { id, decision, reason } = answer;
      const user = inquiry.user ?? NOBODY;
      const by = { user, surface: 'stackstorm', inquiry: id };
      const more = { ...(plan !== undefined && { plan }), ...(reason !== undefined && { reason }) };
      try {
        await engine.answer(run.id, { path, decision, by, ...more });
        session.note(`${user} answered in StackStorm: ${question} ${decision}\n`);
      } catch (error) {
        if (!isRunbookError(error) || error.code !== 'ANSWER_REFUSED') throw error;
        session.note(`The answer of ${user} in StackStorm is not taken: ${error.message}\n`);
      }
    }
    return heard;
  }

  /** Whether nobody can answer there any more. */
  get isOver(): boolean {
    return this.#inquiries.every(({ isOver }) => isOver);
  }

  /** Asks nobody any more. What does not work is said. @param isLate whether its time is over */
  async stop(client: StackStormClient, isLate: boolean): Promise<void> {
    for (const inquiry of this.#inquiries) {
      try {
        await inquiry.withdraw(client, isLate ? 'timeout' : 'abandoned');
      } catch (error) {
        const { session } = this.#options;
        session.note(`What StackStorm asks stays open, ${inquiry.id ?? ''}: ${errorValue(error).message}\n`);
        return;
      }
    }
  }

  /** What was decided by whom; undefined where its time was over before. */
  async decision(): Promise<string | undefined> {
    const { run, path, count } = this.question;
    const trail = await this.#options.engine.audit({ run: run.id, kind: ['answered'] });
    const answers = trail.filter((entry) => entry.run === run.id && entry.path === path);
    const last = answers.at(-1);
    if (last === undefined) return undefined;
    const { decision, reason } = last.details as { decision: string; reason?: string };
    const said = [...new Set(answers.map(({ by }) => by.user))];
    if (decision === 'approved' && said.length < count) return undefined;
    const who = decision === 'approved' ? said.join(', ') : last.by.user;
    return `${decision} by ${who}${reason === undefined ? '' : `: ${reason}`}`;
  }
}
