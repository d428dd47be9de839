import type { StoredEvent } from '@opsbook/runbook';
import type { Style } from '../format/style.ts';
import { table } from '../format/table.ts';
import { inline } from '../format/values.ts';
import type { AskedQuestion } from './family.ts';
import { plannedChanges } from './planned-changes.ts';

/** Said of a run without a plan. */
export const UNPLANNED = 'It was not planned: what it will change is not known.';

/**
 * What a yes to a question is a yes to: the run, and what its plan says it would change.
 * @param events of the run: the one that asks holds the plan as it was shown
 */
export function approvalText(asked: AskedQuestion, events: readonly StoredEvent[], style: Style): string {
  const { run, question, path } = asked;
  const { requestedBy, plan } = run;
  const facts = [
    ['Run', style.bold(run.id)],
    ['Runbook', `${run.runbook} (${run.risk})`],
    ['Input', inline(run.input)],
    ['Asked by', `${requestedBy.user} (${requestedBy.surface})`],
    ['Targets', run.targets.join(', ')],
    ['Question', question],
  ].filter(([, value]) => value !== '');
  if (plan === undefined) return `${table(facts)}${UNPLANNED}\n`;
  const lines = plannedChanges(run, path, events, style);
  return `${table(facts)}Plan ${plan.hash.slice(0, 12)}${lines.length === 0 ? ': nothing would change' : ''}\n${table(lines, '  ')}`;
}
