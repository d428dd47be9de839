import type { Clock } from '@opsbook/context';
import { type AnswerRequest, type Engine, isRunbookError, mayNotAnswer } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { AskedQuestion } from './family.ts';
import { tickOr } from './tick-or.ts';

/**
 * Asks whoever sits at the terminal. Gives up when the question was answered elsewhere.
 * @returns false when it is left open
 */
export async function askPerson(
  session: Session,
  engine: Engine,
  clock: Clock,
  asked: AskedQuestion,
  interrupted: AbortSignal,
): Promise<boolean> {
  const gone = new AbortController();
  const choices = asked.purpose === 'outcome' ? '[done/not-done/later]' : '[yes/no/later]';
  const signal = AbortSignal.any([gone.signal, interrupted]);
  const typed = session.prompt(`${asked.question} ${choices} `, signal);
  for (;;) {
    const given = await tickOr(clock, 1, typed);
    if (given !== undefined) return await answer(session, engine, asked, given.value);
    const open = await engine.questions(asked.run.id);
    if (open.some(({ path }) => path === asked.path)) continue;
    gone.abort();
    await typed;
    session.note('\nIt was answered elsewhere.\n');
    return true;
  }
}

async function answer(
  session: Session,
  engine: Engine,
  { path, purpose, run }: AskedQuestion,
  typed: string | undefined,
): Promise<boolean> {
  const decision = decisionOf(purpose, (typed ?? '').trim().toLowerCase());
  if (decision === undefined) return false;
  try {
    await engine.answer(run.id, { path, decision, by: session.by() });
    return true;
  } catch (error) {
    if (!isRunbookError(error) || error.code !== 'ANSWER_REFUSED') throw error;
    session.note(`${error.message}\n`);
    return false;
  }
}

function decisionOf(purpose: AskedQuestion['purpose'], typed: string): AnswerRequest['decision'] | undefined {
  if (purpose === 'outcome') return typed === 'done' || typed === 'not-done' ? typed : undefined;
  if (typed === 'y' || typed === 'yes') return 'approved';
  return typed === 'n' || typed === 'no' ? 'rejected' : undefined;
}

/** Whether the engine would take this user's answer; asking somebody in vain is no service. */
export function mayAnswer(question: AskedQuestion, user: string): boolean {
  return (
    !question.approvedBy.includes(user) && mayNotAnswer(question, question.run.requestedBy.user, user) === undefined
  );
}
