import type { Engine, RunRecord } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { askPerson, mayAnswer } from './ask-person.ts';
import { type AskedQuestion, openQuestions } from './family.ts';
import { leaseText } from './next-commands.ts';
import { progressFor } from './progress.ts';
import { RunFeed } from './run-feed.ts';
import { heldByOthers } from './state-of.ts';
import { type SignalPolicy, StopSignals } from './stop-signals.ts';
import { tickOr } from './tick-or.ts';

export interface ExecuteOptions {
  /** Keep the run in this process while a person has to answer whom it cannot ask. */
  stay?: boolean | undefined;
  /** Default: the first signal stops the run, the second leaves it. */
  signals?: SignalPolicy | undefined;
}

/** How the execution of a run by this process was over. */
export type Outcome =
  | { kind: 'ended'; run: RunRecord }
  /** A signal said to leave it as it is. */
  | { kind: 'left' }
  /** People have to answer who are not here; it was suspended. */
  | { kind: 'asks'; questions: readonly AskedQuestion[] }
  /** It was adopted, frozen, or cannot be gone on with by this code. */
  | { kind: 'stopped'; error: unknown };

/** Executes a run in this process and shows it, until it ends or has to be left. Throws `RUN_OWNED`, `RUN_ENDED`, `FROZEN`. */
export async function executeHere(
  session: Session,
  site: Site,
  engine: Engine,
  run: RunRecord,
  { stay = false, signals }: ExecuteOptions = {},
): Promise<Outcome> {
  const feed = new RunFeed(engine, run.id);
  // What a resumed run has said in earlier lives was read then.
  await feed.pull();
  const execution = await engine.execute(run.id);
  const ended = execution.ended.then(
    (end): Outcome => ({ kind: 'ended', run: end }),
    (error: unknown): Outcome => ({ kind: 'stopped', error }),
  );
  const over = new AbortController();
  void ended.then(() => over.abort());
  const progress = progressFor(session, site.clock);
  let waits = '';
  const stop = new StopSignals(session, engine, execution, run.id, progress, signals);
  try {
    for (;;) {
      const end = await tickOr(site.clock, progress.every, ended);
      const fresh = await feed.pull();
      progress.show(feed.view, fresh);
      if (end !== undefined) {
        progress.clear();
        return end.value.kind !== 'ended' && stop.left ? { kind: 'left' } : end.value;
      }
      const held =
        feed.view.roots.length > 0
          ? ''
          : (await heldByOthers(engine, await engine.get(run.id))).map(leaseText).join('\n');
      if (held !== waits && held !== '') session.note(`${held}\n`);
      waits = held;
      if (stop.wasAsked() || !execution.standsStill) continue;
      const questions = await openQuestions(engine, run);
      // All are answered, and the run has not heard of it yet.
      if (questions.length === 0) continue;
      const mine = session.interactive && questions.find((question) => mayAnswer(question, session.terminal.user));
      if (mine) {
        progress.clear();
        const interrupted = AbortSignal.any([stop.signal, over.signal]);
        if ((await askPerson(session, engine, site.clock, mine, interrupted)) || interrupted.aborted) continue;
      } else if (stay) continue;
      await execution.suspend();
      progress.clear();
      return { kind: 'asks', questions };
    }
  } finally {
    stop.release();
  }
}
