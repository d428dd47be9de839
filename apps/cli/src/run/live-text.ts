import { formatDuration, secondsBetween } from '../format/duration.ts';
import type { Style } from '../format/style.ts';
import { fit } from '../format/table.ts';
import { progressText } from './progress-text.ts';
import { timeLeft } from './time-left.ts';
import { type RunView, type ViewNode, isOpen, secondsOf } from './run-view.ts';

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

/**
 * The lines that show a run under way, at most as many as the screen has: its steps, and below an `each` the items that move
 * now and those that need attention.
 */
export function liveText(view: RunView, frame: Frame): string[] {
  const lines = view.roots.flatMap((node) => nodeLines(node, frame, 1));
  const said = progressText(view.progress);
  const all = said === '' ? lines : [...lines, `  ${said}`];
  const room = Math.max(1, frame.rows - 3);
  const kept = all.length <= room ? all : [`  … ${all.length - room + 1} lines above`, ...all.slice(1 - room)];
  return kept.map((line) => fit(line, frame.columns));
}

function nodeLines(node: ViewNode, frame: Frame, depth: number): string[] {
  const [mark, color] = MARK[node.status];
  const { style } = frame;
  const words = node.verb === 'each' ? eachWords(node, frame.now) : stepWords(node, frame.now);
  const line = `${'  '.repeat(depth)}${style[color](mark)} ${node.name}  ${style.dim(words)}`.trimEnd();
  if (node.verb === 'each') {
    const trouble = node.children.filter(({ status }) => status === 'failed' || status === 'skipped');
    // What moves comes last: lines that the screen has no room for are cut above it.
    const items = [...trouble, ...node.children.filter(isOpen)];
    return [line, ...items.flatMap((item) => nodeLines(item, frame, depth + 1))];
  }
  return [line];
}

function stepWords(node: ViewNode, now: string): string {
  const why = node.why ?? node.error?.message ?? '';
  if (!isOpen(node)) {
    const seconds = secondsOf(node);
    const took = seconds !== undefined && seconds >= 1 ? formatDuration(seconds) : '';
    return [node.status === 'done' ? '' : node.status, took, why].filter((part) => part !== '').join('  ');
  }
  const inner = innermost(node);
  const step = inner === node ? (node.status === 'changing' ? 'changing' : '') : inner.name;
  const since = node.startedAt === undefined ? '' : formatDuration(secondsBetween(node.startedAt, now));
  return [step, since, progressText(inner.progress ?? node.progress)].filter((part) => part !== '').join('  ');
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
