import type { Remediation } from '../remediation.ts';
import type { Rule } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import { type EventGroup, scopeOf } from './scope-of.ts';

/** The events that a run was started for, as the ledger has them; undefined where its rule does not group. */
export function groupOf(
  store: TriggerStore,
  rule: Rule,
  event: TriggerEvent,
  { run, startedAt }: Pick<Remediation, 'run' | 'startedAt'>,
): EventGroup | undefined {
  const { group } = rule.policy;
  if (group === undefined) return undefined;
  const merged = store.list({ run, state: ['merged'], type: event.type, first: 'oldest' });
  const others = merged.map((one) => one.event).filter(({ receivedAt }) => receivedAt <= startedAt);
  return { key: group.by.render(scopeOf(event, rule, Date.parse(startedAt))), events: [event, ...others] };
}
