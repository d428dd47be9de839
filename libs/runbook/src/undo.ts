import { errorValue } from './errors.ts';
import { Kept } from './outcomes.ts';
import { type RunState, type Strand, type Undoable } from './run-state.ts';
import { type UndoReport } from './run-record.ts';
import { follow } from './verbs/follow.ts';
import { type Look } from './look.ts';

/** Takes back what this run changed: the latest first, one at a time. A failed undo is reported and the rest go on. */
export async function undoAll(run: RunState, strand: Strand): Promise<UndoReport[]> {
  const latestFirst = [...run.undoables].sort((a, b) => (b.order ?? Infinity) - (a.order ?? Infinity));
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
  const step = `${path}#undo`;
  const tried = await run.step<{ outcome: 'sent' | 'absent' | 'kept'; why?: string }>(
    strand,
    step,
    'change',
    async () => {
      const look = await run.scoped(step, 'read', undoable.check);
      if (look.is === 'absent') return { outcome: 'absent' };
      try {
        await undoable.undo();
      } catch (error) {
        if (error instanceof Kept) return { outcome: 'kept', why: error.message };
        if (errorValue(error).outcomeUnknown !== true) throw error;
      }
      return { outcome: 'sent' };
    },
    true,
  );
  if (tried.error !== undefined) return { path, outcome: 'failed', why: tried.error.message };
  const { outcome, why } = tried.value;
  if (outcome !== 'sent') return { path, outcome, ...(why !== undefined && { why }) };
  return await gone(run, strand, undoable);
}

/** An undo counts when looking again says so. */
async function gone(run: RunState, strand: Strand, { path, check }: Undoable): Promise<UndoReport> {
  const inverse = async (): Promise<Look<undefined>> => {
    const look = await check();
    return look.is === 'absent' ? { is: 'done', value: undefined } : { is: 'underway' };
  };
  const watch = { run, strand, path: `${path}#undo`, look: inverse, every: 5, timeout: 120, count: 0 };
  try {
    await follow(watch, { atOnce: true, until: () => false, endures: true });
    return { path, outcome: 'undone' };
  } catch (error) {
    return { path, outcome: 'failed', why: errorValue(error).message };
  }
}
