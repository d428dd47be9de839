import type { Json, RunRecord } from '@opsbook/runbook';
import type { Remediation } from '../remediation.ts';
import type { Rule, Scope } from '../rule.ts';
import { eventScope } from '../rules/rule-report.ts';
import type { TriggerEvent } from '../trigger-event.ts';

/** Events that are answered by one run, the oldest first. */
export interface EventGroup {
  key: string;
  events: readonly TriggerEvent[];
}

/** As many of a group as anybody reads. */
const SHOWN = 100;

/**
 * What a rule's expressions see of an event.
 * @param group default: the event alone
 */
export function scopeOf(
  event: TriggerEvent,
  rule: Pick<Rule, 'name'>,
  now: number,
  { key, events }: EventGroup = { key: '', events: [event] },
): Scope {
  return {
    ...event.payload,
    event: eventScope(event),
    rule: { name: rule.name },
    now: new Date(now).toISOString(),
    group: { key, count: events.length, events: events.slice(0, SHOWN).map(({ payload }) => payload) },
  };
}

/** What expressions see of a run. */
export function runScope({ id, runbook, status, input, ...rest }: RunRecord): Record<string, Json> {
  const { changed = null, output = null, error = null, requestedBy, targets } = rest;
  return { id, runbook, status, input, changed, output, error, requestedBy, targets };
}

/** In place of a run that was never recorded, so that texts about it can be made all the same. */
export const missingRun = ({ run, runbook }: Pick<Remediation, 'run' | 'runbook'>): Record<string, Json> => ({
  ...{ id: run, runbook, status: 'not-started' },
  ...{ changed: null, input: null, output: null, error: null, requestedBy: null, targets: [] },
});
