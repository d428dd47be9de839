import type { Json } from '@opsbook/runbook';
import { fromText } from '@opsbook/sqlite';
import type { EventState, StoredTriggerEvent } from '../event-state.ts';
import type { TriggerEvent } from '../trigger-event.ts';

/** What `stage` says: the state, with `received` told apart by what it waits for. */
export type Stage = 'undecided' | 'waiting' | 'emitting' | Exclude<EventState['state'], 'received'>;

export interface EventRow {
  id: string;
  type: TriggerEvent['type'];
  source: string;
  key: string;
  subject: string;
  status: TriggerEvent['status'];
  received_at: string;
  payload: string;
  detail: string | null;
  decided_at: string | null;
}

/** The columns of an {@link EventRow}. */
export const COLUMNS = 'id, type, source, key, subject, status, received_at, payload, detail, decided_at';

export function toStored(row: EventRow): StoredTriggerEvent {
  const { id, type, source, key, subject, status, received_at: receivedAt, detail, decided_at: decidedAt } = row;
  const payload = fromText(row.payload) as Record<string, Json>;
  return {
    event: { id, type, source, key, subject, status, receivedAt, payload },
    state: detail === null ? { state: 'received' } : (fromText(detail) as EventState),
    ...(decidedAt !== null && { decidedAt }),
  };
}

export const stageOf = (state: EventState): Stage => (state.state === 'received' ? receivedStage(state) : state.state);

function receivedStage({ emits, waits }: Extract<EventState, { state: 'received' }>): Stage {
  if (emits !== undefined) return 'emitting';
  return waits === undefined ? 'undecided' : 'waiting';
}

/** The stages in which a state may stand. */
export const stagesOf = (state: EventState['state']): Stage[] =>
  state === 'received' ? ['undecided', 'waiting', 'emitting'] : [state];

/** What of a state is searched for. */
export function searched(state: EventState): { rule: string | null; run: string | null; waitUntil: string | null } {
  if (state.state === 'received') {
    const { waits, intent } = state;
    return { rule: intent?.rule ?? waits?.rule ?? null, run: intent?.run ?? null, waitUntil: waits?.until ?? null };
  }
  return { rule: 'rule' in state ? state.rule : null, run: 'run' in state ? state.run : null, waitUntil: null };
}
