import type { TriggerStore } from '../trigger-store.ts';
import { tripped } from './notice.ts';
import { OUTBOX, SAID } from './outbox.ts';

/**
 * The breakers that have tripped and not closed again: of a rule, or of a rule and one of its targets (`rule/target`).
 * @param now milliseconds since the epoch
 */
export function openBreakers(store: Pick<TriggerStore, 'memory'>, now: number): { breaker: string; until: string }[] {
  const key = SAID + tripped('');
  return Object.entries(store.memory(OUTBOX)).flatMap(([name, until]) =>
    name.startsWith(key) && typeof until === 'string' && Date.parse(until) > now
      ? [{ breaker: name.slice(key.length), until }]
      : [],
  );
}
