import { scrubJson } from '@opsbook/context';
import type { ExportedRun, RunExport } from '../run-export.ts';
import type { RunRecord } from '../run-record.ts';
import type { RunStore } from './run-store.ts';

/** Scrubbed again: this process may know secrets that the one which wrote the ledger did not. */
export function exportRun(
  store: RunStore,
  run: RunRecord,
  { version, at }: { version: string; at: string },
): RunExport {
  const audit = store.audit({ run: run.id });
  return scrubJson({ format: 1, exportedAt: at, exportedBy: version, ...exported(store, run), audit });
}

function exported(store: RunStore, run: RunRecord): ExportedRun {
  const children = store.listRuns({ parent: run.id, first: 'oldest' }).map((child) => exported(store, child));
  return { run, journal: store.journal(run.id), events: store.events(run.id, 0), children };
}
