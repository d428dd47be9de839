import { type ApprovedPlan, type RunRecord, type StoredAuditEntry, hasEnded } from '@opsbook/runbook';
import { formatDuration, secondsBetween } from '../format/duration.ts';
import type { Style } from '../format/style.ts';
import { table } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import { inline } from '../format/values.ts';
import { UNPLANNED } from './approval-text.ts';
import { auditDetails } from './audit-details.ts';
import { plannedChanges } from './planned-changes.ts';
import { type Reader, reportText, section } from './report-text.ts';
import { type RunState, statusOf } from './run-state.ts';
import { RunView, type ViewNode, whyOf } from './run-view.ts';
import { colored } from './status-color.ts';

/** Everything about a run, for `show`. */
export function runText(state: RunState, reader: Reader): string {
  const { style, command } = reader;
  const { run, events, interrupted } = state;
  const view = RunView.of(events);
  const asked = `${run.requestedBy.user} (${run.requestedBy.surface})`;
  const facts = [
    ['Run', style.bold(run.id)],
    ['Runbook', `${run.runbook} (${run.risk}), version ${run.version}`],
    ['Status', colored(statusOf(state), style)],
    ['Input', inline(run.input)],
    ['Asked by', `${asked} at ${dateAndTime(run.createdAt)}`],
    ['Because of', eventText(run, command)],
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
    ...awaited(state).map((path) => section('It would', wouldDo(state, path, style), style)),
    section('Steps', stepRows(view, style), style),
    section('Answers', (state.answers ?? []).map(answerRow), style),
    reportText(state, reader),
  ].join('');
}

/** Paths of the approvals that the run itself waits for. */
const awaited = ({ questions, run }: RunState): string[] =>
  questions.flatMap(({ purpose, path, run: { id } }) => (purpose === 'approval' && id === run.id ? [path] : []));

function wouldDo({ run, events }: RunState, path: string, style: Style): string[][] {
  if (run.plan === undefined) return [[UNPLANNED]];
  const rows = plannedChanges(run, path, events, style);
  return rows.length === 0 ? [['change nothing']] : rows;
}

/** The event that made a rule ask for it, and how to read of it. */
function eventText({ requestedBy: { event } }: RunRecord, command: Reader['command']): string {
  return typeof event === 'string' ? `event ${event}: ${command('explain', event)}` : '';
}

/** What the site's rules want, or that the run itself asks. */
function approvalText({ approval, approvalPolicy }: RunRecord): string {
  if (approvalPolicy === undefined) return approval === 'required' ? 'required' : '';
  const { rule, approvers, count, until } = approvalPolicy;
  const who = approvers === undefined ? (count === 1 ? 'person' : 'people') : `of ${approvers.join(', ')}`;
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
