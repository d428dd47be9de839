import type { FinalState, StoredTriggerEvent } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { roundOf } from '../store/round-of.ts';
import type { TriggerStore } from '../trigger-store.ts';
import type { Batch } from './batch.ts';
import { subjectOf } from './subject-of.ts';

const ofSubject = (store: TriggerStore, { type, source, subject }: TriggerEvent): StoredTriggerEvent[] =>
  store.list({ type, source, subject, first: 'newest' });

/** Whether what an event tells of is over by what has arrived. Of an alert its resolved may come first. */
export function isOver(store: TriggerStore, event: TriggerEvent): boolean {
  if (event.type !== 'alert' && event.type !== 'sensor') return false;
  const later = (other: TriggerEvent) =>
    event.type === 'alert' ? roundOf(other.key) >= roundOf(event.key) : other.id > event.id;
  return ofSubject(store, event).some(({ event: other }) => other.status === 'resolved' && later(other));
}

/**
 * What is over: events of it that still wait have no more to wait for, and its runs learn of it.
 * @param event resolved
 */
export function resolve(
  store: TriggerStore,
  batch: Batch,
  event: TriggerEvent,
): { merged?: FinalState; runs: Remediation[] } {
  const others = ofSubject(store, event).filter(({ event: other }) => other.status === 'firing');
  for (const { event: other, state } of others) {
    if (state.state !== 'received' || state.waits === undefined || batch.decided.has(other.id)) continue;
    const why = `it was over at ${event.receivedAt}, before its turn came`;
    batch.decide(other, { state: 'suppressed', rule: state.waits.rule, by: 'resolved', why });
  }
  const subject = subjectOf(event);
  const runs = batch.view
    .remediations({ subject })
    .filter(({ resolvedAt }) => resolvedAt === undefined)
    .map((one) => ({ ...one, resolvedAt: event.receivedAt }))
    .filter((one) => !batch.amend(one));
  const merged = answerOf(others, batch);
  return { runs, ...(merged !== undefined && { merged }) };
}

/** The run that the event's firing led to. */
function answerOf(others: readonly StoredTriggerEvent[], batch: Batch): FinalState | undefined {
  for (const { event, state: written } of others) {
    const state = batch.decided.get(event.id)?.state ?? written;
    const why = 'its end: that it began led to this run';
    if (state.state === 'ran' || state.state === 'merged') {
      return { state: 'merged', rule: state.rule, run: state.run, why };
    }
    if (state.state === 'received' && state.intent !== undefined) return { state: 'merged', ...state.intent, why };
  }
  return undefined;
}
