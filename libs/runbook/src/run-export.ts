import type { StoredAuditEntry } from './audit.ts';
import type { JournalEntry } from './embedded/run-store.ts';
import type { StoredEvent } from './events.ts';
import type { RunRecord } from './run-record.ts';

/** One run of an export, with those that it started. */
export interface ExportedRun {
  run: RunRecord;
  /** What it recorded, in order. */
  journal: JournalEntry[];
  /** What it said about itself, in order. */
  events: StoredEvent[];
  children: ExportedRun[];
}

/** Everything that a ledger knows of a run: to be read elsewhere, kept, or sent to who mends the runbook. */
export interface RunExport extends ExportedRun {
  /** Rises when the form changes. */
  format: 1;
  /** UTC ISO 8601. */
  exportedAt: string;
  /** The code that wrote the export. */
  exportedBy: string;
  /** Of the run and all that it started. */
  audit: StoredAuditEntry[];
}
