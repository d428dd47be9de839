import { RunbookError } from '../errors.ts';
import type { AnswerRequest, OpenQuestion } from '../engine.ts';
import { type RunRecord, hasEnded } from '../run-record.ts';
import type { Answer, RunStore } from './run-store.ts';

/** What a run has asked and nobody has decided yet. */
export function openQuestions(store: RunStore, run: RunRecord): OpenQuestion[] {
  if (hasEnded(run)) return [];
  const answered = new Set<string>();
  const asked: OpenQuestion[] = [];
  for (const event of store.events(run.id, 0)) {
    if (event.type === 'answered') answered.add(event.path);
    if (event.type !== 'asked') continue;
    const { path, question, purpose, approvers, count, until } = event;
    asked.push({
      path,
      question,
      purpose,
      count,
      approvedBy: saidYes(store.answers(run.id, path)),
      ...(approvers && { approvers }),
      ...(until !== undefined && { until }),
    });
  }
  return asked.filter(({ path }) => !answered.has(path) && store.getSignal(run.id, path) === undefined);
}

/** Records an answer, and tells the run once enough have said yes or one has said no. The first decision wins. */
export async function answerQuestion(
  store: RunStore,
  run: RunRecord,
  request: AnswerRequest,
  at: string,
): Promise<void> {
  const { path, decision, by, reason } = request;
  const question = openQuestions(store, run).find((open) => open.path === path);
  if (question === undefined) throw refused(`run ${run.id} has no open question '${path}'`);
  const outcome = question.purpose === 'outcome';
  if (outcome !== (decision === 'done' || decision === 'not-done')) {
    throw refused(`'${question.question}' is answered with ${outcome ? 'done or not-done' : 'approved or rejected'}`);
  }
  if (question.approvers !== undefined && !question.approvers.includes(by.user)) {
    throw refused(`only ${question.approvers.join(', ')} may answer '${question.question}'`);
  }
  if (question.purpose === 'question' && question.approvers === undefined && by.user === run.requestedBy.user) {
    throw refused(`${by.user} asked for the run: somebody else must answer '${question.question}'`);
  }
  const answer = { path, decision, by, at, ...(reason !== undefined && { reason }) };
  await store.answer(run.id, answer, (answers) => {
    const yes = saidYes(answers);
    if (decision === 'approved' && yes.length < question.count) return undefined;
    return { decision, by: decision === 'approved' ? yes : [by.user], ...(reason !== undefined && { reason }) };
  });
}

/** Each person once, however often they said yes. */
const saidYes = (answers: readonly Answer[]): string[] => [
  ...new Set(answers.filter(({ decision }) => decision === 'approved').map(({ by }) => by.user)),
];

const refused = (message: string): RunbookError => new RunbookError('ANSWER_REFUSED', message);
