import { type ActionResult, errorOf } from '@opsbook/actions/action';
import { type Engine, type RunRecord, errorValue } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Outcome } from './execute-here.ts';
import type { AskedQuestion } from './family.ts';
import { questionText } from './question-text.ts';

/**
 * What an action prints of a run that it has seen to its end, or had to leave.
 * @param unasked why StackStorm could not ask the people whom it waits for
 */
export async function resultOf(
  session: Session,
  engine: Engine,
  id: string,
  outcome: Outcome,
  unasked?: string,
): Promise<ActionResult> {
  const run = await engine.get(id);
  const told = factsOf(run);
  switch (outcome.kind) {
    case 'ended':
      return { ok: run.status === 'done', ...told };
    case 'asks': {
      const { questions } = outcome;
      session.note(questions.map((question) => questionText(question, session.command)).join(''));
      const why = unasked === undefined ? '' : ` StackStorm does not ask them: ${unasked}.`;
      const message = `the run waits for people: ${questions.map(({ question }) => question).join('; ')}.${why} ${howItGoesOn(session, id)}`;
      return { ok: false, ...told, waitsFor: questions.map(waiting), error: { code: 'WAITS_FOR_PEOPLE', message } };
    }
    case 'left':
      return {
        ok: false,
        ...told,
        error: { code: 'LEFT', message: `the run was left as it is, nothing was undone. ${howItGoesOn(session, id)}` },
      };
    case 'stopped': {
      const error = errorOf(errorValue(outcome.error));
      session.note(`${error.message}\n`);
      return { ok: false, ...told, error };
    }
  }
}

/** How a run that was left goes on. */
export const howItGoesOn = (session: Session, id: string): string =>
  `It goes on when StackStorm tries the execution again, when a daemon takes it, or by: ${session.command('resume', id)}`;

function factsOf({ id, status, changed, output, undone, error, cancel }: RunRecord): Omit<ActionResult, 'ok'> {
  return {
    run: id,
    status,
    ...(changed !== undefined && { changed }),
    ...(output !== undefined && { report: output }),
    ...(undone !== undefined && { undone }),
    ...(cancel !== undefined && {
      error: { code: 'CANCELLED', message: `${cancel.by.user} stopped it: ${cancel.reason}` },
    }),
    ...(error !== undefined && { error: errorOf(error) }),
  };
}

const waiting = ({ question, path, run, approvers, until }: AskedQuestion) => ({
  question,
  path,
  run: run.id,
  ...(approvers !== undefined && { approvers }),
  ...(until !== undefined && { until }),
});
