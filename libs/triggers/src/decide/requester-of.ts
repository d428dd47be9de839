import type { Requester } from '@opsbook/runbook';
import type { TriggerEvent } from '../trigger-event.ts';

/** How many runs of rules led to an event, one after the other's end: 0 unless it tells of a run that a rule has started. */
export function depthOf({ type, payload }: Pick<TriggerEvent, 'type' | 'payload'>): number {
  if (type !== 'run') return 0;
  const { run } = payload as { run?: { requestedBy?: Requester } };
  const depth = run?.requestedBy?.['depth'];
  return typeof depth === 'number' ? depth : 0;
}

/** Who asks for what a rule starts because of an event. */
export const requesterOf = (rule: string, event: Pick<TriggerEvent, 'id' | 'type' | 'payload'>): Requester => ({
  user: `rule:${rule}`,
  surface: event.type,
  event: event.id,
  depth: depthOf(event) + 1,
});
