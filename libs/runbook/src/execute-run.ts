import type { Clock } from '@opsbook/context';
import type * as z from 'zod';
import { approvalQuestion } from './approvals.ts';
import { bind } from './bind.ts';
import type { Brake } from './brake.ts';
import type { AnyRunbook } from './define-runbook.ts';
import type { AuditTrail } from './earlier.ts';
import { type ErrorValue, RunbookError, errorValue, isRunbookError } from './errors.ts';
import type { RunEvent } from './events.ts';
import type { Json } from './json.ts';
import { toJson } from './to-json.ts';
import { Lanes } from './lanes.ts';
import { parseInput } from './parse-input.ts';
import type { RunPort } from './port.ts';
import type { RunGuard } from './run-guard.ts';
import type { LeaseAnswer, RunRecord, RunStatus, UndoReport } from './run-record.ts';
import { RunState } from './run-state.ts';
import { approvedLines } from './shown-plan.ts';
import { type Strand, strandOf } from './strand.ts';
import { undoAll } from './undo.ts';
import { notApproved, question } from './verbs/ask.ts';

/** How a run ended. */
export interface RunEnd {
  status: Exclude<RunStatus, 'waiting' | 'running'>;
  changed: boolean;
  output?: Json;
  error?: ErrorValue;
  undone?: UndoReport[];
}

export interface ExecuteOptions<S, Handle> {
  runbook: AnyRunbook<S>;
  record: RunRecord;
  port: RunPort<Handle>;
  services: S;
  /** What earlier runs did. */
  audit: AuditTrail;
  /** The guard that the services were built with. */
  guard: RunGuard;
  clock: Clock;
  emit: (event: RunEvent) => void;
  /** Aborted when this process must stop working on the run. */
  signal?: AbortSignal;
  /** Where the engine has a stop button. */
  brake?: Brake;
}

const REFUSALS = new Set(['LEASE_HELD', 'NOT_APPROVED', 'NOT_IN_PLAN', 'REFUSED']);

/**
 * Runs a runbook through an engine's port to its end, from the start or from where the journal ends. Throws only what
 * leaves the run as it is, to be resumed: the port's own errors, `NON_DETERMINISTIC`, `FROZEN`, an input whose secret is
 * gone.
 */
export async function executeRun<S, Handle>(options: ExecuteOptions<S, Handle>): Promise<RunEnd> {
  const { runbook, record, port, clock, emit, guard, signal, brake, audit } = options;
  const { parsed } = parseInput(runbook, record.input);
  const lanes = new Lanes(port, clock, brake);
  const run = new RunState({
    id: record.id,
    planning: false,
    clock,
    lanes: lanes,
    emit,
    approved: record.plan,
    history: { audit, root: record.root },
    signal,
  });
  guard.bind(run);
  try {
    return await lanes.run(async (lane) => {
      lanes.watch({ kind: 'cancel', path: '' }, () => cancel(run));
      // On a lane of its own: when that has ended, nothing of the runbook is under way any more.
      const { end, strand } = await lanes.lane('', lane, async (own) => {
        const main = strandOf(own);
        return { end: await body(options, run, main, parsed), strand: main };
      });
      const { changed } = strand;
      if (!run.cancelled) return { ...end, changed };
      const undone = await undoAll(run, strandOf(lane, true));
      const { error, ...rest } = end;
      const cause = error !== undefined && error.code !== 'CANCELLED' ? { error } : {};
      return { ...rest, ...cause, status: 'cancelled', changed, undone };
    });
  } catch (error) {
    // The code is at fault and would be so again: the run ends here, in the state that its report describes.
    if (isRunbookError(error) && error.code === 'NOT_A_VERB')
      return { status: 'failed', changed: true, error: errorValue(error) };
    throw error;
  }
}

async function body<S, Handle>(
  { runbook, record, services }: ExecuteOptions<S, Handle>,
  run: RunState,
  strand: Strand,
  parsed: unknown,
): Promise<Omit<RunEnd, 'changed'>> {
  try {
    await approval(run, strand, record);
    if (runbook.risk !== 'read-only') await takeLeases(run, strand, record.targets);
    const output = toJson(
      await runbook.run(bind(run, strand, services, { runbook: runbook.name, path: '' }), parsed),
      'output',
    );
    const checked = (runbook.output as z.ZodType).safeParse(output);
    if (!checked.success) {
      throw new RunbookError(
        'INVALID_OUTPUT',
        `the report of ${runbook.name} does not fit its schema: ${checked.error.message}`,
      );
    }
    return { status: 'done', ...(output !== undefined && { output }) };
  } catch (thrown) {
    const { details, ...error } = errorValue(thrown);
    const report = error.code === 'RUN_FAILED' && details !== undefined ? { output: details } : {};
    const kept = error.code !== 'RUN_FAILED' && details !== undefined ? { details } : {};
    const status = REFUSALS.has(error.code) ? 'refused' : 'failed';
    return { status, error: { ...error, ...kept }, ...report };
  }
}

/** What was decided before the run began is there already. The time counts from when the run was asked for. */
async function approval(run: RunState, strand: Strand, record: RunRecord): Promise<void> {
  const asked = approvalQuestion(record);
  if (asked === undefined) return;
  const { path, question: text, purpose, approvers, count, until } = asked;
  const ms = timeLeft(record, until, run.clock.now());
  const plan = record.plan && { hash: record.plan.hash, changes: approvedLines(record.plan) };
  const answer = await question(run, strand, path, { question: text, purpose, approvers, count, ms, plan });
  if (answer?.decision === 'approved') return;
  const who = count === 1 ? 'nobody' : `fewer than ${count} people`;
  throw notApproved(text, answer, `${who} approved it ${within(record, until)}`);
}

/** `within 24 h`. */
function within({ createdAt }: RunRecord, until: string): string {
  const seconds = Math.round((Date.parse(until) - Date.parse(createdAt)) / 1000);
  if (seconds % 3600 === 0) return `within ${seconds / 3600} h`;
  return seconds % 60 === 0 ? `within ${seconds / 60} min` : `within ${seconds} s`;
}

/** Milliseconds. A clock that was set back must not lengthen the wait. */
function timeLeft({ createdAt }: RunRecord, until: string, now: number): number {
  const whole = Date.parse(until) - Date.parse(createdAt);
  return Math.max(0, Math.min(whole, Date.parse(until) - now));
}

/** In sorted order, so that two runs never wait for each other. */
async function takeLeases(run: RunState, strand: Strand, targets: readonly string[]): Promise<void> {
  for (const target of [...new Set(targets)].sort()) {
    const path = `#lease:${target}`;
    const answer = (await run.lanes.begin(strand.lane, { kind: 'lease', path, target })) as LeaseAnswer;
    if (!('held' in answer)) continue;
    const { runbook, run: holder, by, since } = answer.held;
    throw new RunbookError('LEASE_HELD', `${target} is held by run ${holder} (${runbook}, ${by}) since ${since}`, {
      details: answer.held,
    });
  }
}

/** Steps under way end; waits are given up; what comes after meets a safe point. */
function cancel(run: RunState): void {
  run.cancelled = true;
  for (const path of run.lanes.stepsUnderWay()) run.settling.add(path);
  run.emit({ key: '!cancel', path: '', type: 'cancel', reason: 'the run was asked to stop' });
  run.lanes.giveUpWaits(new RunbookError('CANCELLED', 'the run was asked to stop'));
}
