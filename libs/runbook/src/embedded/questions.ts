import { APPROVAL, type Asked, approvalQuestion, mayNotAnswer } from '../approvals.ts';
import { RunbookError } from '../errors.ts';
import type { AnswerRequest } from '../engine.ts';
import type { OpenQuestion } from '../open-question.ts';
import type { StoredEvent } from '../events.ts';
import type { Json } from '../json.ts';
import { type RunRecord, hasEnded } from '../run-record.ts';
import type { Answer, RunStore } from './run-store.ts';

/** What a run has asked and nobody has decided yet. */
export function openQuestions(store: RunStore, run: RunRecord): OpenQuestion[] {
  if (hasEnded(run)) return [];
  // From the record: it is open from when the run is asked for. A run that was asked to stop does not begin.
  const approval = run.cancel === undefined ? approvalQuestion(run) : undefined;
  // Nothing else is asked before it was decided, and a large plan in the events need not be read for it.
  if (approval !== undefined && store.getSignal(run.id, APPROVAL) === undefined)
    return [withAnswers(store, run, approval)];
  const events = store.events(run.id, 0);
  const answered = new Set(events.flatMap(({ type, path }) => (type === 'answered' ? [path] : [])));
  return events
    .flatMap(askedBy)
    .filter(({ path }) => !answered.has(path) && store.getSignal(run.id, path) === undefined)
    .map((asked) => withAnswers(store, run, asked));
}

function withAnswers(store: RunStore, run: RunRecord, asked: Asked): OpenQuestion {
  const approvedBy = saidYes(store.answers(run.id, asked.path));
  return { ...asked, approvedBy, missing: Math.max(0, asked.count - approvedBy.length) };
}

function askedBy(event: StoredEvent): Asked[] {
  if (event.type !== 'asked' || event.path === APPROVAL) return [];
  const { path, question, purpose, approvers, count, until } = event;
  // A runbook's own question is for others, unless it names who may answer.
  const requesterMay = purpose !== 'question' || approvers !== undefined;
  return [
    {
      path,
      question,
      purpose,
      count,
      requesterMay,
      ...(approvers && { approvers }),
      ...(until !== undefined && { until }),
    },
  ];
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
  const why = whyRefused(question, run, request, at);
  if (why !== undefined) throw refused(why);
  const answer = { path, decision, by, at, ...(reason !== undefined && { reason }) };
  await store.answer(run.id, answer, (answers) => decided(question.count, answers));
}

function whyRefused(question: OpenQuestion, run: RunRecord, request: AnswerRequest, at: string): string | undefined {
  const { decision, by, plan } = request;
  const { until } = question;
  const outcome = question.purpose === 'outcome';
  if (outcome !== (decision === 'done' || decision === 'not-done')) {
    return `'${question.question}' is answered with ${outcome ? 'done or not-done' : 'approved or rejected'}`;
  }
  if (until !== undefined && Date.parse(at) >= Date.parse(until)) {
    return `it is too late to answer '${question.question}': its time was over at ${until}`;
  }
  if (plan !== undefined && plan.length < 8)
    return `'${plan}' is too short for a plan's hash: give at least 8 characters`;
  if (plan !== undefined && run.plan?.hash.startsWith(plan) !== true) {
    return `run ${run.id} has ${run.plan === undefined ? 'no plan' : `plan ${run.plan.hash}`}, not ${plan}`;
  }
  return mayNotAnswer(question, run.requestedBy.user, by.user);
}

/** What the answers decide, in the order in which they came: the first no, or the yes that makes them enough. */
function decided(count: number, answers: readonly Answer[]): Json | undefined {
  const end = answers.findIndex(
    ({ decision }, index) => decision !== 'approved' || saidYes(answers.slice(0, index + 1)).length >= count,
  );
  const last = answers[end];
  if (last === undefined) return undefined;
  const { decision, by, reason } = last;
  const deciders = decision === 'approved' ? saidYes(answers.slice(0, end + 1)) : [by.user];
  return { decision, by: deciders, ...(reason !== undefined && { reason }) };
}

/** Each person once, however often they said yes. */
const saidYes = (answers: readonly Answer[]): string[] => [
  ...new Set(answers.filter(({ decision }) => decision === 'approved').map(({ by }) => by.user)),
];

const refused = (message: string): RunbookError => new RunbookError('ANSWER_REFUSED', message);
