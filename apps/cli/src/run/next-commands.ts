import { type LeaseHolder, type RunRecord, hasEnded } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import { goingOn, takenUp } from './daemon-of.ts';
import type { AskedQuestion } from './family.ts';
import type { RunState } from './run-state.ts';
import { unfreezeCommand } from './unfreeze-command.ts';

type Command = Session['command'];

/** What to type to answer a question. */
export function answerCommands({ run, path, purpose }: AskedQuestion, command: Command): string[] {
  const at = path === '#approval' ? [] : ['--path', path];
  return purpose === 'outcome'
    ? [command('answer', run.id, 'done', ...at), command('answer', run.id, 'not-done', ...at)]
    : [command('approve', run.id, ...at), command('reject', run.id, ...at, '--reason', '...')];
}

/** What a person can do about a run now: sentences that hold the command to type. */
export function nextCommands(state: Omit<RunState, 'events'>, command: Command): string[] {
  const { run } = state;
  if (!hasEnded(run)) return whileOpen(state, command);
  if (run.error?.code === 'LEASE_HELD') return afterLease(state, command);
  if (run.error?.code === 'NOT_IN_PLAN') return ['Things have changed since it was planned: plan and run it again'];
  if (run.status === 'failed') return ['Mend the cause and run it again: what is done already is not done twice'];
  if (run.status === 'cancelled') return ['What has changed and is not undone stays as it is; run it again to go on'];
  return [];
}

function whileOpen(state: Omit<RunState, 'events'>, command: Command): string[] {
  const { run, interrupted, questions, waitsFor, freeze, daemon } = state;
  const then = `Then ${goingOn(daemon)}`;
  const resume = command('resume', run.id);
  const answers = questions.map(
    (question) => `Answer '${question.question}': ${answerCommands(question, command).join('  or  ')}`,
  );
  const cancelling = run.cancel === undefined ? '' : '; it will be undone, as it was asked to stop';
  if (freeze !== undefined) {
    return [...answers, `Lift the freeze: ${unfreezeCommand(freeze, command)}`, `${then}: ${resume}${cancelling}`];
  }
  if (run.status !== 'waiting' && !interrupted) {
    return [
      ...answers,
      ...(waitsFor ?? []).map((lease) => leaseText(lease)),
      `Follow it: ${command('follow', run.id)}`,
    ];
  }
  return [...answers, questions.length > 0 ? `${then}: ${resume}` : `${takenUp(daemon)}: ${resume}${cancelling}`];
}

function afterLease({ holder }: Omit<RunState, 'events'>, command: Command): string[] {
  const again = 'Run it again later, or with --wait 10m';
  if (holder === undefined) return [again];
  const { id } = holder.run;
  const end = `Nobody executes run ${id} any more; end it first: ${command('resume', id)}  or  ${command('cancel', id, '--reason', '...')}`;
  return [`See who holds it: ${command('show', id)}`, holder.interrupted ? end : again];
}

/** Which lease a run waits for, and who holds it. */
export const leaseText = ({ target, run, runbook, by }: LeaseHolder): string =>
  `Waits for ${target}, held by run ${run} (${runbook}, ${by})`;

/** The run that keeps this one from its targets. */
export const holderOf = ({ error }: Pick<RunRecord, 'error'>): string | undefined =>
  error?.code === 'LEASE_HELD' ? (error.details as { run?: string } | undefined)?.run : undefined;
