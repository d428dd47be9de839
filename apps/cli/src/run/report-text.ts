import type { ErrorValue, Json, RunRecord } from '@opsbook/runbook';
import { formatDuration, secondsBetween } from '../format/duration.ts';
import type { Style } from '../format/style.ts';
import { table } from '../format/table.ts';
import { inline } from '../format/values.ts';
import type { Session } from '../session.ts';
import { itemsText } from './items-text.ts';
import { nextCommands } from './next-commands.ts';
import { type RunState, statusOf } from './run-state.ts';
import { RunView } from './run-view.ts';
import { colored } from './status-color.ts';

/** What a text about a run depends on besides the run. */
export type Reader = Pick<Session, 'style' | 'width' | 'command'>;

/** How a run stands or ended: its items, the error, what was undone, what to do next. Printed when it ends, too. */
export function reportText(state: RunState, { style, width, command }: Reader): string {
  const { run, events } = state;
  const items = RunView.of(events)
    .nodes()
    .filter(({ kind }) => kind === 'item');
  const undone = (run.undone ?? []).map(({ path, outcome, why }) => [path, outcome, why ?? '']);
  const output = outputRows(run);
  const next = nextCommands(state, command);
  return [
    items.length === 0 ? '' : `\n${itemsText(items, style, width)}`,
    section('Undone', undone, style),
    section('Report', output, style),
    `\n${endLine(state, style)}\n`,
    ...next.map((line) => `${line}\n`),
  ].join('');
}

function endLine(state: RunState, style: Style): string {
  const { run } = state;
  const status = statusOf(state);
  const took =
    run.startedAt !== undefined && run.endedAt !== undefined
      ? ` after ${formatDuration(secondsBetween(run.startedAt, run.endedAt))}`
      : '';
  const nothing = run.status === 'done' && run.changed === false && run.risk !== 'read-only';
  const what = nothing ? ': nothing had to be changed' : run.error === undefined ? '' : `: ${errorText(run.error)}`;
  return `${style.bold(run.runbook)} ${run.id}: ${colored(status, style)}${took}${what}`;
}

function errorText({ message, requestId, code }: ErrorValue): string {
  return `${message}${code === 'UNEXPECTED' ? '' : ` (${code})`}${requestId === undefined ? '' : ` [request ${requestId}]`}`;
}

function outputRows({ output }: RunRecord): string[][] {
  if (output === undefined || output === null) return [];
  if (typeof output !== 'object' || Array.isArray(output)) return [[JSON.stringify(output)]];
  return Object.entries(output)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => [key, Array.isArray(value) ? listText(value) : inline(value)]);
}

/** A few plain values as they are; of anything else how many there are. */
function listText(list: readonly Json[]): string {
  const plain = list.length <= 5 && list.every((item) => item === null || typeof item !== 'object');
  return plain ? list.map(String).join(', ') || 'none' : `${list.length} ${list.length === 1 ? 'entry' : 'entries'}`;
}

/** Rows under a title; nothing where there are none. */
export function section(title: string, rows: readonly (readonly string[])[], style: Style): string {
  return rows.length === 0 ? '' : `\n${style.bold(title)}\n${table(rows, '  ')}`;
}
