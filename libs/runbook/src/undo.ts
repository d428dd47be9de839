import { errorValue, isTransient } from './errors.ts';
import { isKept } from './outcomes.ts';
import type { RunState } from './run-state.ts';
import type { Undoable } from './undoable.ts';
import type { Strand } from './strand.ts';
import type { UndoReport } from './run-record.ts';
import { follow } from './verbs/follow.ts';
import type { Look } from './look.ts';

const ATTEMPTS = 5;
/** Seconds between two attempts, and between two looks. */
const EVERY = 5;

/** Takes back what this run changed: the latest first, one at a time. A failed undo is reported and the rest go on. */
export async function undoAll(run: RunState, strand: Strand): Promise<UndoReport[]> {
  const order = ({ order: place = Number.MAX_SAFE_INTEGER }: Undoable) => place;
  const latestFirst = [...run.undoables].reverse().sort((a, b) => order(b) - order(a));
  const reports: UndoReport[] = [];
  for (const undoable of latestFirst) {
    const report = await undo(run, strand, undoable);
    reports.push(report);
    const { outcome, why, path } = report;
    run.emit({ key: `${path}!undo`, path, type: 'undo', outcome, ...(why !== undefined && { why }) });
  }
  return reports;
}

async function undo(run: RunState, strand: Strand, undoable: Undoable): Promise<UndoReport> {
  const { path } = undoable;
  for (let attempt = 1; ; attempt += 1) {
    const step = attempt === 1 ? `${path}#undo` : `${path}#undo:${attempt}`;
    // A freeze is heeded here although there is no other safe point: an undo is a change.
    const how = { settles: true, endures: false };
    const tried = await run.step(strand, step, 'change', () => send(run, step, undoable), how);
    if (tried.error === undefined) {
      const { outcome, why } = tried.value;
      if (outcome === 'sent') return await gone(run, strand, undoable);
      return { path, outcome, ...(why !== undefined && { why }) };
    }
    if (!isTransient(tried.error) || attempt === ATTEMPTS) return { path, outcome: 'failed', why: tried.error.message };
    await run.timer(strand, `${step}#wait`, EVERY, true);
  }
}

interface Sent {
  outcome: 'sent' | 'absent' | 'kept';
  why?: string;
}

async function send(run: RunState, step: string, { check, undo: takeBack }: Undoable): Promise<Sent> {
  const look = await run.scoped(`${step}#look`, 'read', check);
  if (look.is === 'absent') return { outcome: 'absent' };
  try {
    await takeBack();
  } catch (error) {
    if (isKept(error)) return { outcome: 'kept', why: error.message };
    if (errorValue(error).outcomeUnknown !== true) throw error;
  }
  return { outcome: 'sent' };
}

/** An undo counts when looking again says so. */
async function gone(run: RunState, strand: Strand, { path, check }: Undoable): Promise<UndoReport> {
  const inverse = async (): Promise<Look<undefined>> => {
    const look = await check();
    return look.is === 'absent' ? { is: 'done', value: undefined } : { is: 'underway' };
  };
  const watch = { run, strand, path: `${path}#undo`, look: inverse, every: EVERY, timeout: 120, count: 0 };
  try {
    await follow(watch, { atOnce: true, until: () => false, endures: true });
    return { path, outcome: 'undone' };
  } catch (error) {
    return { path, outcome: 'failed', why: errorValue(error).message };
  }
}
