import { RunbookError, StepError } from '../errors.ts';
import type { AskPurpose } from '../events.ts';
import type { PlannedChange } from '../shown-plan.ts';
import type { AskOptions } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';

/** What people decided: `approved` or `rejected`; for an unknown outcome `done` or `not-done`. */
export interface Decision {
  decision: string;
  by: string[];
  reason?: string;
}

export interface Question {
  question: string;
  purpose: AskPurpose;
  approvers?: string[] | undefined;
  count: number;
  /** Milliseconds until it is too late. */
  ms?: number | undefined;
  /** What is to be approved. */
  plan?: { hash: string; changes: PlannedChange[] } | undefined;
}

/** Lists the question, then waits for the decision; undefined when nobody decided in time. */
export async function question(
  run: RunState,
  strand: Strand,
  path: string,
  q: Question,
): Promise<Decision | undefined> {
  const asked = await run.step(strand, `${path}#asked`, 'read', async () => {
    const until = q.ms === undefined ? {} : { until: new Date(run.clock.now() + q.ms).toISOString() };
    const approvers = q.approvers === undefined ? {} : { approvers: q.approvers };
    return await Promise.resolve({ question: q.question, purpose: q.purpose, count: q.count, ...approvers, ...until });
  });
  if (asked.error !== undefined) throw new StepError(asked.error);
  run.emit({ key: `${path}!asked`, path, type: 'asked', ...asked.value, ...(q.plan && { plan: q.plan }) });
  const ms = q.ms === undefined ? {} : { ms: q.ms };
  run.safePoint(strand);
  const waiting = run.lanes.begin(strand.lane, { kind: 'signal', path, ...ms }, strand.shielded);
  const answer = (await waiting) as Decision | undefined;
  run.emit({
    key: `${path}!answered`,
    path,
    type: 'answered',
    decision: answer?.decision ?? 'nobody answered in time',
    ...(answer !== undefined && { by: answer.by.join(', ') }),
  });
  return answer;
}

/** Asks people; throws `NOT_APPROVED` unless they say yes. */
export async function ask(run: RunState, strand: Strand, text: string, options: AskOptions = {}): Promise<void> {
  run.safePoint(strand);
  const path = run.count(strand, 'ask');
  if (run.planning) {
    run.note(strand, path, 'ask', 'would-ask', { name: text });
    if (options.assume === false) throw notApproved(text, undefined);
    return;
  }
  const { approvers, count = 1, timeout } = options;
  const ms = timeout === undefined ? undefined : Math.round(timeout * 1000);
  const answer = await question(run, strand, path, { question: text, purpose: 'question', approvers, count, ms });
  if (answer?.decision !== 'approved') throw notApproved(text, answer);
}

/** The error of a question that was not answered with yes. */
export function notApproved(
  text: string,
  answer: Decision | undefined,
  late = 'nobody answered in time',
): RunbookError {
  if (answer === undefined) return new RunbookError('NOT_APPROVED', `${late}: ${text}`);
  const reason = answer.reason === undefined ? '' : `: ${answer.reason}`;
  return new RunbookError('NOT_APPROVED', `${answer.by.join(', ')} said no to '${text}'${reason}`);
}
