import type { Engine, RunRecord } from '@opsbook/runbook';
import type { Tracing } from './tracing.ts';

/** Tells of a run that has ended, and of those that it started. A trace is worth less than the daemon: what cannot be read is left out. */
export async function traceRun(tracing: Tracing, engine: Engine, run: RunRecord): Promise<void> {
  try {
    tracing.ran(run, await engine.events(run.id));
    for (const child of await engine.list({ parent: run.id, limit: 10_000 })) await traceRun(tracing, engine, child);
  } catch {
    // The ledger has all of it.
  }
}
