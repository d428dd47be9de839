import { type Engine, type RunRecord, errorValue, isRunbookError } from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { type Outcome, executeHere } from './execute-here.ts';
import { daemonOf, goingOn } from './daemon-of.ts';
import type { AskedQuestion } from './family.ts';
import { nextCommands } from './next-commands.ts';
import { questionText } from './question-text.ts';
import { reportText } from './report-text.ts';
import { runDocument } from './run-document.ts';
import { stateOf } from './state-of.ts';

export interface DriveOptions {
  /** Keep the run in this process while a person has to answer whom it cannot ask. */
  stay?: boolean | undefined;
}

/** Errors of which {@link nextStep} says how the run goes on. */
const SAID = new Set(['RUN_ADOPTED', 'VERSION_CHANGED', 'NON_DETERMINISTIC']);

/** Executes a run in this process and prints how it ended, or how it goes on. Throws `RUN_OWNED`, `RUN_ENDED`. */
export async function drive(
  session: Session,
  site: Site,
  engine: Engine,
  run: RunRecord,
  { stay }: DriveOptions = {},
): Promise<ExitCode> {
  return finish(session, site, engine, run, await executeHere(session, site, engine, run, { stay }));
}

async function finish(
  session: Session,
  site: Site,
  engine: Engine,
  { id }: RunRecord,
  outcome: Outcome,
): Promise<ExitCode> {
  switch (outcome.kind) {
    case 'ended':
      if (session.json) session.printJson(await runDocument(engine, outcome.run));
      else session.print(reportText(await stateOf(engine, id), session));
      return exitCodeOf(outcome.run);
    case 'left':
      if (session.json) session.printJson(await runDocument(engine, await engine.get(id)));
      session.note(
        `Left as it is. Go on with it (it was asked to stop, and will be undone): ${session.command('resume', id)}\n`,
      );
      return EXIT.cancelled;
    case 'asks':
      return await leave(session, site, engine, id, outcome.questions);
    case 'stopped':
      return await stopped(session, engine, id, outcome.error);
  }
}

async function stopped(session: Session, engine: Engine, id: string, error: unknown): Promise<ExitCode> {
  session.subject = id;
  const code = isRunbookError(error) ? error.code : undefined;
  if (code === 'FROZEN') return await frozen(session, engine, id, error);
  if (code === undefined || !SAID.has(code))
    session.note(`The run was not ended by this and can be resumed: ${session.command('resume', id)}\n`);
  throw error;
}

/** A freeze met the run: says who froze it, what was done so far, and how it goes on. */
async function frozen(session: Session, engine: Engine, id: string, why: unknown): Promise<ExitCode> {
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
  site: Site,
  engine: Engine,
  id: string,
  questions: readonly AskedQuestion[],
): Promise<ExitCode> {
  if (session.json) session.printJson(await runDocument(engine, await engine.get(id)));
  session.note(questions.map((question) => questionText(question, session.command)).join(''));
  session.note(`and then ${goingOn(await daemonOf(site))}:\n  ${session.command('resume', id)}\n`);
  return questions.some(({ purpose }) => purpose === 'outcome') ? EXIT.unknown : EXIT.refused;
}
