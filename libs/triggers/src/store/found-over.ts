import { type Database, fromText } from '@opsbook/sqlite';
import type { EventState } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { EventRow } from './event-row.ts';

/**
 * When a firing alert was found to be over though nobody told of it, as its end came in silence: before its turn, or at the deadline
 * of its run. UTC ISO 8601.
 */
export function foundOver(
  db: Database,
  { id, detail, decided_at: decidedAt }: Pick<EventRow, 'id' | 'detail' | 'decided_at'>,
): string | undefined {
  const state = detail === null ? undefined : (fromText(detail) as EventState);
  if (state?.state === 'suppressed' && state.by === 'resolved') return decidedAt ?? undefined;
  if (state?.state !== 'ran') return undefined;
  const row = db.get('SELECT body FROM remediations WHERE run = :run AND event = :id', { run: state.run, id });
  const { asked } = row === undefined ? {} : (fromText((row as { body: string }).body) as Remediation);
  return asked?.found === 'over' ? asked.at : undefined;
}
