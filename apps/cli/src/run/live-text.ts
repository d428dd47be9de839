import { formatDuration, secondsBetween } from '../format/duration.ts';
import type { Style } from '../format/style.ts';
import { fit } from '../format/table.ts';
import { itemText } from './item-text.ts';
import { progressText } from './progress-text.ts';
import { timeLeft } from './time-left.ts';
import { type RunView, type ViewNode, isOpen, keyOf, secondsOf, whyOf } from './run-view.ts';

/** What the drawing of a run depends on besides the run. */
export interface Frame {
  /** UTC ISO 8601. */
  now: string;
  columns: number;
  rows: number;
  style: Style;
}

const MARK: Record<ViewNode['status'], [mark: string, color: keyof Style]> = {
  started: ['▸', 'cyan'],
  changing: ['▸', 'cyan'],
  changed: ['✓', 'green'],
  unchanged: ['=', 'dim'],
  done: ['✓', 'green'],
  skipped: ['-', 'yellow'],
  failed: ['✗', 'red'],
};

/** Items that have just ended well and are still shown, if the screen has room for them. */
const RECENT = 5;

/**
 * The lines that show a run under way, at most as many as the screen has: its steps, and below an `each` the items that need
 * attention, those that ended last, and those that move now.
 */
export function liveText(view: RunView, frame: Frame): string[] {
  const room = Math.max(1, frame.rows - 3);
  const least = allLines(view, frame, 0);
  const all = least.length < room ? allLines(view, frame, Math.min(RECENT, room - least.length)) : least;
  const kept = all.length <= room ? all : [`  … ${all.length - room + 1} lines above`, ...all.slice(1 - room)];
  return kept.map((line) => fit(line, frame.columns));
}

function allLines(view: RunView, frame: Frame, recent: number): string[] {
  // What was looked at, and went well, says nothing that a person wants to read.
  const steps = view.roots.filter(({ verb, status }) => verb !== 'read' || status !== 'done');
  const lines = steps.flatMap((node) => nodeLines(node, frame, 1, recent));
  const said = progressText(view.progress);
  return said === '' ? lines : [...lines, `  ${said}`];
}

function nodeLines(node: ViewNode, frame: Frame, depth: number, recent: number): string[] {
  const [mark, color] = MARK[node.status];
  const { style } = frame;
  const words = node.verb === 'each' ? eachWords(node, frame.now) : stepWords(node, frame.now);
  const line = `${'  '.repeat(depth)}${style[color](mark)} ${node.name}  ${style.dim(words)}`.trimEnd();
  if (node.verb === 'each') {
    const trouble = node.children.filter(({ status }) => status === 'failed' || status === 'skipped');
    const well = node.children
      .filter(({ status }) => status === 'changed' || status === 'unchanged')
      .sort((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''));
    // What moves comes last: lines that the screen has no room for are cut above it.
    const items = [...trouble, ...well.slice(Math.max(0, well.length - recent)), ...node.children.filter(isOpen)];
    return [line, ...items.flatMap((item) => nodeLines(item, frame, depth + 1, recent))];
  }
  return [line];
}

function stepWords(node: ViewNode, now: string): string {
  if (!isOpen(node)) {
    const seconds = secondsOf(node);
    const took = seconds !== undefined && seconds >= 1 ? formatDuration(seconds) : '';
    const facts = node.kind === 'item' ? itemText(node.value, keyOf(node), node.name) : '';
    const status = node.status === 'done' ? '' : node.status;
    return [status, took, facts, whyOf(node)].filter((part) => part !== '').join('  ');
  }
  const inner = innermost(node);
  // An ensured step is named after what shall be so, which it is not yet.
  const name = inner.verb === 'ensure' ? `until ${inner.name}` : inner.name;
  const step = inner === node ? (node.status === 'changing' ? 'changing' : '') : name;
  const since = node.startedAt === undefined ? '' : formatDuration(secondsBetween(node.startedAt, now));
  return [since, step, progressText(inner.progress ?? node.progress)].filter((part) => part !== '').join('  ');
}

function innermost(node: ViewNode): ViewNode {
  const open = node.children.findLast(isOpen);
  return open === undefined ? node : innermost(open);
}

function eachWords(node: ViewNode, now: string): string {
  const total = (node.value as { items?: number } | undefined)?.items;
  const ended = node.children.filter((item) => !isOpen(item));
  const count = (status: ViewNode['status']) => ended.filter((item) => item.status === status).length;
  const some = (status: ViewNode['status']) => (count(status) === 0 ? [] : [`${count(status)} ${status}`]);
  const left = isOpen(node) && total !== undefined ? timeLeft(node.children, total, now) : undefined;
  return [
    total === undefined ? `${ended.length} of ${node.children.length}` : `${ended.length} of ${total}`,
    ...some('skipped'),
    ...some('failed'),
    ...(left === undefined ? [] : [`about ${formatDuration(left)} left`]),
  ].join(', ');
}
