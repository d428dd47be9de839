import { type Engine, type RunRecord, errorValue, isRunbookError } from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { askPerson, mayAnswer } from './ask-person.ts';
import { type AskedQuestion, openQuestions } from './family.ts';
import { leaseText, nextCommands } from './next-commands.ts';
import { type Progress, progressFor } from './progress.ts';
import { questionText } from './question-text.ts';
import { runDocument } from './run-document.ts';
import { RunFeed } from './run-feed.ts';
import { reportText } from './report-text.ts';
import { heldByOthers, stateOf } from './state-of.ts';
import { StopSignals } from './stop-signals.ts';
import { tickOr } from './tick-or.ts';

export interface DriveOptions {
  /** Keep the run in this process while a person has to answer whom it cannot ask. */
  stay?: boolean | undefined;
}

/** Errors of which {@link nextStep} says how the run goes on. */
const SAID = new Set(['RUN_ADOPTED', 'VERSION_CHANGED', 'NON_DETERMINISTIC']);

type Ended = { run: RunRecord; error?: never } | { error: unknown; run?: never };

/** Executes a run in this process and shows it, until it ends or has to be left. Throws `RUN_OWNED`, `RUN_ENDED`. */
export async function drive(
  session: Session,
  site: Site,
  engine: Engine,
  run: RunRecord,
  { stay = false }: DriveOptions = {},
): Promise<ExitCode> {
  const feed = new RunFeed(engine, run.id);
  // What a resumed run has said in earlier lives was read then.
  await feed.pull();
  const execution = await engine.execute(run.id);
  const ended = execution.ended.then(
    (end): Ended => ({ run: end }),
    (error: unknown): Ended => ({ error }),
  );
  const over = new AbortController();
  void ended.then(() => over.abort());
  const progress = progressFor(session, site.clock);
  let waits = '';
  const stop = new StopSignals(session, engine, execution, run.id, progress);
  try {
    for (;;) {
      const end = await tickOr(site.clock, progress.every, ended);
      const fresh = await feed.pull();
      progress.show(feed.view, fresh);
      if (end !== undefined) return await finish(session, engine, run, end.value, stop, progress);
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
      return await leave(session, engine, run, questions);
    }
  } finally {
    stop.release();
  }
}

async function finish(
  session: Session,
  engine: Engine,
  { id }: RunRecord,
  { run, error }: Ended,
  stop: StopSignals,
  progress: Progress,
): Promise<ExitCode> {
  progress.clear();
  if (run !== undefined) {
    if (session.json) session.printJson(await runDocument(engine, run));
    else session.print(reportText(await stateOf(engine, id), session));
    return exitCodeOf(run);
  }
  if (stop.left) {
    if (session.json) session.printJson(await runDocument(engine, await engine.get(id)));
    session.note(
      `Left as it is. Go on with it (it was asked to stop, and will be undone): ${session.command('resume', id)}\n`,
    );
    return EXIT.cancelled;
  }
  session.subject = id;
  const code = isRunbookError(error) ? error.code : undefined;
  if (code === 'FROZEN') return await stopped(session, engine, id, error);
  if (code === undefined || !SAID.has(code))
    session.note(`The run was not ended by this and can be resumed: ${session.command('resume', id)}\n`);
  throw error;
}

/** A freeze met the run: says who froze it, what was done so far, and how it goes on. */
async function stopped(session: Session, engine: Engine, id: string, why: unknown): Promise<ExitCode> {
  session.note(`Stopped, and nothing was undone: ${errorValue(why).message}\n`);
  const state = await stateOf(engine, id);
  if (session.json) {
    session.printJson(await runDocument(engine, state.run));
    session.note(`${nextCommands(state, session.command).join('\n')}\n`);
  } else session.print(reportText(state, session));
  return EXIT.refused;
}

/** A person has to answer who is not here: says what to type. */
async function leave(
  session: Session,
  engine: Engine,
  run: RunRecord,
  questions: readonly AskedQuestion[],
): Promise<ExitCode> {
  if (session.json) session.printJson(await runDocument(engine, await engine.get(run.id)));
  session.note(questions.map((question) => questionText(question, session.command)).join(''));
  session.note(`and then go on with it:\n  ${session.command('resume', run.id)}\n`);
  return questions.some(({ purpose }) => purpose === 'outcome') ? EXIT.unknown : EXIT.refused;
}
