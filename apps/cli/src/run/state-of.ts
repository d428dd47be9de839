import { type Engine, type LeaseHolder, type RunRecord, hasEnded, isRunbookError } from '@opsbook/runbook';
import type { Site } from '../site.ts';
import { daemonOf } from './daemon-of.ts';
import { openQuestions } from './family.ts';
import { freezeOfRun } from './freezes.ts';
import { holderOf } from './next-commands.ts';
import type { RunState } from './run-state.ts';

/** Reads everything about a run. Throws `UNKNOWN_RUN`. @param site tells whether a daemon will go on with it */
export async function stateOf(engine: Engine, id: string, site?: Site): Promise<RunState> {
  const run = await engine.get(id);
  const holder = await find(engine, holderOf(run));
  const freeze = await freezeOfRun(engine, run);
  return {
    run,
    events: await engine.events(run.id),
    interrupted: engine.isInterrupted(run),
    questions: await openQuestions(engine, run),
    waitsFor: await heldByOthers(engine, run),
    answers: await engine.audit({ run: run.id, kind: ['answered'] }),
    ...(site !== undefined && !hasEnded(run) && { daemon: await daemonOf(site) }),
    ...(freeze !== undefined && { freeze }),
    ...(holder !== undefined && { holder: { run: holder, interrupted: engine.isInterrupted(holder) } }),
  };
}

/** Leases that a run under way waits for: those on its targets that another tree of runs holds. */
export async function heldByOthers(engine: Engine, run: RunRecord): Promise<LeaseHolder[]> {
  if (run.status !== 'running' || run.leaseWait === 0) return [];
  const wanted = (await engine.leases()).filter(({ target }) => run.targets.includes(target));
  const holders = await Promise.all(wanted.map(({ run: id }) => find(engine, id)));
  return wanted.filter((_, i) => holders[i]?.root !== run.root);
}

/** A run that may be gone from the ledger, or that has not ended. */
async function find(engine: Engine, id: string | undefined): Promise<RunRecord | undefined> {
  if (id === undefined) return undefined;
  try {
    const run = await engine.get(id);
    return hasEnded(run) ? undefined : run;
  } catch (error) {
    if (isRunbookError(error) && error.code === 'UNKNOWN_RUN') return undefined;
    throw error;
  }
}
