import {
  type ApprovedPlan,
  type ErrorValue,
  type Freeze,
  type Json,
  type LeaseHolder,
  type RunRecord,
  type StoredAuditEntry,
  type StoredEvent,
  hasEnded,
} from '@opsbook/runbook';
import { formatDuration, secondsBetween } from '../format/duration.ts';
import type { Style } from '../format/style.ts';
import { table } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import { inline } from '../format/values.ts';
import type { Session } from '../session.ts';
import { auditDetails } from './audit-details.ts';
import type { AskedQuestion } from './family.ts';
import { itemsText } from './items-text.ts';
import { nextCommands } from './next-commands.ts';
import { RunView, type ViewNode, whyOf } from './run-view.ts';
import { colored } from './status-color.ts';

/** A run and what is known of it now. */
export interface RunState {
  run: RunRecord;
  events: readonly StoredEvent[];
  interrupted: boolean;
  questions: readonly AskedQuestion[];
  /** Leases of others that it waits for. */
  waitsFor?: readonly LeaseHolder[];
  /** What stops it while it has not ended. */
  freeze?: Freeze;
  /** What people answered to it, oldest first. */
  answers?: readonly StoredAuditEntry[];
  /** Of a run that was refused for a lease: who holds it still. */
  holder?: { run: RunRecord; interrupted: boolean };
}

/** What a text about a run depends on besides the run. */
export type Reader = Pick<Session, 'style' | 'width' | 'command'>;

/** The status for people: a run that is frozen, that nobody executes any more, or that waits for one of them, is not "running". */
export function statusOf({
  run,
  interrupted,
  questions,
  freeze,
}: Pick<RunState, 'run' | 'interrupted' | 'questions' | 'freeze'>): string {
  if (freeze !== undefined) return 'frozen';
  if (questions.length > 0) return 'asks';
  return interrupted ? 'interrupted' : run.status;
}

/** Everything about a run, for `show`. */
export function runText(state: RunState, reader: Reader): string {
  const { style } = reader;
  const { run, events, interrupted } = state;
  const view = RunView.of(events);
  const asked = `${run.requestedBy.user} (${run.requestedBy.surface})`;
  const facts = [
    ['Run', style.bold(run.id)],
    ['Runbook', `${run.runbook} (${run.risk}), version ${run.version}`],
    ['Status', colored(statusOf(state), style)],
    ['Input', inline(run.input)],
    ['Asked by', `${asked} at ${dateAndTime(run.createdAt)}`],
    ['Ran', ranText(run)],
    ['Targets', run.targets.join(', ')],
    ['Approval', approvalText(run)],
    ['Plan', run.plan === undefined ? '' : `${run.plan.hash.slice(0, 12)}, ${planned(run.plan)}`],
    [
      'Executed by',
      run.owner === undefined || interrupted || hasEnded(run) ? '' : `process ${run.owner.pid} on ${run.owner.host}`,
    ],
    ['Started by', run.parent ?? ''],
    ['Stopped by', run.cancel === undefined ? '' : `${run.cancel.by.user}: ${run.cancel.reason}`],
  ].filter(([, value]) => value !== '');
  return [
    table(facts),
    section('Steps', stepRows(view, style), style),
    section('Answers', (state.answers ?? []).map(answerRow), style),
    reportText(state, reader),
  ].join('');
}

/** What the site's rules want, or that the run itself asks. */
function approvalText({ approval, approvalPolicy }: RunRecord): string {
  if (approvalPolicy === undefined) return approval === 'required' ? 'required' : '';
  const { rule, approvers, count, until } = approvalPolicy;
  const who = approvers === undefined ? 'people' : `of ${approvers.join(', ')}`;
  return `${count} ${who}, until ${dateAndTime(until)}${rule === undefined ? '' : ` (rule '${rule}')`}`;
}

function planned({ paths, unknown }: ApprovedPlan): string {
  const changes = `${paths.length} ${paths.length === 1 ? 'change' : 'changes'}`;
  return unknown.length === 0 ? changes : `${changes}, ${unknown.length} unknown until applied`;
}

const answerRow = (entry: StoredAuditEntry): string[] => [
  dateAndTime(entry.at),
  `${entry.by.user} (${entry.by.surface})`,
  entry.path ?? '',
  auditDetails(entry),
];

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

function ranText({ startedAt, endedAt }: RunRecord): string {
  if (startedAt === undefined) return '';
  if (endedAt === undefined) return `since ${dateAndTime(startedAt)}`;
  return `${dateAndTime(startedAt)} to ${dateAndTime(endedAt)}, ${formatDuration(secondsBetween(startedAt, endedAt))}`;
}

/** Steps of the run itself; those of items stand for themselves in the items' table. */
function stepRows(view: RunView, style: Style): string[][] {
  return view.roots.map((node) => [node.name, colored(node.status, style), whyOf(node), inline(counts(node))]);
}

const counts = (node: ViewNode) => (node.verb === 'each' ? node.value : undefined);

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

function section(title: string, rows: readonly (readonly string[])[], style: Style): string {
  return rows.length === 0 ? '' : `\n${style.bold(title)}\n${table(rows, '  ')}`;
}
