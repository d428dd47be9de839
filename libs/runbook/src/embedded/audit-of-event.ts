import { type AuditEntry, auditOf } from '../audit.ts';
import type { RunEvent } from '../events.ts';
import type { RunRecord } from '../run-record.ts';

/** What the audit trail keeps of an event; undefined for what changed nothing. */
export function auditOfEvent(run: RunRecord, event: RunEvent, at: string): AuditEntry | undefined {
  const { path } = event;
  if (event.type === 'undo') {
    const { outcome, why } = event;
    return auditOf(run, { kind: 'undone', at, path, details: { outcome, ...(why !== undefined && { why }) } });
  }
  if (event.type !== 'step' || event.change === undefined) return undefined;
  const { change, error } = event;
  if (error === undefined) return auditOf(run, { kind: 'changed', at, path, details: change });
  return auditOf(run, { kind: 'change-failed', at, path, details: { ...change, error } });
}
