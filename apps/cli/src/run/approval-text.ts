import type { PlannedChange, StoredEvent } from '@opsbook/runbook';
import type { Style } from '../format/style.ts';
import { table } from '../format/table.ts';
import { inline } from '../format/values.ts';
import { LOOK } from '../plan/plan-text.ts';
import type { AskedQuestion } from './family.ts';

/**
 * What a yes to a question is a yes to: the run, and what its plan says it would change.
 * @param events of the run: the one that asks holds the plan as it was shown
 */
export function approvalText(asked: AskedQuestion, events: readonly StoredEvent[], style: Style): string {
  const { run, question } = asked;
  const { requestedBy, plan } = run;
  const facts = [
    ['Run', style.bold(run.id)],
    ['Runbook', `${run.runbook} (${run.risk})`],
    ['Input', inline(run.input)],
    ['Asked by', `${requestedBy.user} (${requestedBy.surface})`],
    ['Targets', run.targets.join(', ')],
    ['Question', question],
  ].filter(([, value]) => value !== '');
  if (plan === undefined) return `${table(facts)}It was not planned: what it will change is not known.\n`;
  const lines = shown(asked, events).map((change) => rowOf(change, style));
  return `${table(facts)}Plan ${plan.hash.slice(0, 12)}${lines.length === 0 ? ': nothing would change' : ''}\n${table(lines, '  ')}`;
}

function shown({ path, run: { plan } }: AskedQuestion, events: readonly StoredEvent[]): PlannedChange[] {
  const event = events.find((one) => one.type === 'asked' && one.path === path);
  if (event?.type === 'asked' && event.plan !== undefined) return event.plan.changes;
  const { paths = [], unknown = [] } = plan ?? {};
  return [
    ...paths.map((at): PlannedChange => ({ path: at, name: at, status: 'would-change' })),
    ...unknown.map((at): PlannedChange => ({ path: at, name: at === '' ? 'everything' : at, status: 'unknown' })),
  ];
}

function rowOf({ name, status, why }: PlannedChange, style: Style): string[] {
  const { mark, words, color } = LOOK[status];
  return [style[color](`${mark} ${name}`), `${style[color](words)}${why === undefined ? '' : `: ${why}`}`];
}
