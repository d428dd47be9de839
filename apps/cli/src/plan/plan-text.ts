import { type Plan, type PlanNode, type PlanStatus, flatten, plannedMail } from '@opsbook/runbook';
import type { Style } from '../format/style.ts';
import { pad, widthOf } from '../format/table.ts';
import { inline } from '../format/values.ts';
import { mailText } from './mail-text.ts';

/** How each kind of step is shown. */
export const LOOK: Record<PlanStatus, { mark: string; words: string; color: keyof Style }> = {
  unchanged: { mark: '=', words: 'unchanged', color: 'dim' },
  'would-change': { mark: '~', words: 'would change', color: 'yellow' },
  'would-do': { mark: '+', words: 'would do', color: 'yellow' },
  'would-wait': { mark: '>', words: 'would wait', color: 'dim' },
  'would-ask': { mark: '?', words: 'would ask', color: 'cyan' },
  read: { mark: '.', words: 'read', color: 'dim' },
  unknown: { mark: '?', words: 'unknown until applied', color: 'cyan' },
  skipped: { mark: '-', words: 'skipped', color: 'dim' },
  'would-fail': { mark: '!', words: 'would fail', color: 'red' },
  group: { mark: '', words: '', color: 'bold' },
};

/** A plan as a tree, with a summary below it. */
export function planText(plan: Plan, style: Style): string {
  const rows = plan.steps.flatMap((node) => rowsOf(node, 1, style));
  const width = Math.max(0, ...rows.map(([left]) => widthOf(left)));
  const lines = rows.map(([left, right]) => `${pad(left, width)}  ${right}`.trimEnd());
  const input = inline(plan.input);
  return [
    `Plan of ${style.bold(plan.runbook)} (${plan.risk})${input === '' ? '' : `: ${input}`}`,
    ...lines,
    ...(plan.error === undefined ? [] : [style.red(`Applying would end here: ${plan.error.message}`)]),
    summary(plan, style),
    '',
  ].join('\n');
}

function rowsOf(node: PlanNode, depth: number, style: Style): [left: string, right: string][] {
  // What was looked at on the way is for machines: people want to know what would happen.
  if (node.status === 'read') return [];
  const shown = node.children.filter(({ status }) => status !== 'read');
  const [only] = shown;
  // An item with a single step takes one line instead of two.
  if (node.status === 'group' && depth > 1 && shown.length === 1 && only !== undefined) {
    return rowsOf({ ...only, name: `${node.name}: ${only.name}` }, depth, style);
  }
  const { mark, words, color } = LOOK[node.status];
  const left = `${'  '.repeat(depth)}${style[color](`${mark} ${node.name}`.trimStart())}`;
  const why = node.why === undefined ? '' : `: ${node.why}`;
  const detail = ['would-do', 'would-change'].includes(node.status) ? detailText(node) : '';
  const right = `${style[color](words)}${why}${detail === '' ? '' : style.dim(` (${detail})`)}`;
  return [[left, right], ...node.children.flatMap((child) => rowsOf(child, depth + 1, style))];
}

function detailText({ detail }: PlanNode): string {
  const mail = plannedMail(detail);
  return mail === undefined ? inline(detail) : mailText(mail);
}

function summary(plan: Plan, style: Style): string {
  const nodes = flatten(plan.steps);
  const count = (status: PlanStatus) => nodes.filter((node) => node.status === status).length;
  const some = (n: number, words: string) => (n === 0 ? [] : [`${n} ${words}`]);
  const parts = [
    ...some(plan.changes, plan.changes === 1 ? 'change' : 'changes'),
    ...some(count('unchanged'), 'unchanged'),
    ...some(plan.unknown, 'unknown until applied'),
    ...some(count('skipped'), 'skipped'),
    ...some(count('would-fail'), 'would fail'),
  ];
  const nothing = plan.changes === 0 && plan.unknown === 0 && plan.error === undefined;
  const said = nothing ? ['nothing would change', ...parts] : parts;
  return `${style.bold('Plan')}: ${said.join(', ')}. ${style.dim(`Hash ${plan.hash.slice(0, 12)}.`)}`;
}
