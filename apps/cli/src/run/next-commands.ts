import { type RunRecord, hasEnded } from '@opsbook/runbook';
import type { AskedQuestion } from './family.ts';

/** What to type to answer a question. */
export function answerCommands({ run, path, purpose }: AskedQuestion): string[] {
  const base = `opsbook approve ${run.id}`;
  const at = path === '#approval' ? '' : ` --path ${quoted(path)}`;
  return purpose === 'outcome'
    ? [`${base}${at} --done`, `${base}${at} --not-done`]
    : [`${base}${at}`, `${base}${at} --reject`];
}

/** What a person can do about a run now: sentences that hold the command to type. */
export function nextCommands(run: RunRecord, interrupted: boolean, questions: readonly AskedQuestion[]): string[] {
  const idle = run.status === 'waiting' || interrupted;
  const resume = `opsbook resume ${run.id}`;
  if (!hasEnded(run)) {
    const answers = questions.map(
      (question) => `Answer '${question.question}': ${answerCommands(question).join('  or  ')}`,
    );
    const cancelling = run.cancel === undefined ? '' : '; it will be undone, as it was asked to stop';
    const go = questions.length > 0 ? `Then go on with it: ${resume}` : `Go on with it: ${resume}${cancelling}`;
    return [...answers, idle ? go : `Follow it: opsbook follow ${run.id}`];
  }
  if (run.error?.code === 'LEASE_HELD') {
    const holder = (run.error.details as { run?: string } | undefined)?.run;
    return [
      ...(holder === undefined ? [] : [`See who holds it: opsbook show ${holder}`]),
      'Run it again later, or with --wait 10m',
    ];
  }
  if (run.error?.code === 'NOT_IN_PLAN') return ['Things have changed since it was planned: plan and run it again'];
  if (run.status === 'failed') return ['Mend the cause and run it again: what is done already is not done twice'];
  return [];
}

const quoted = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
