import { errorValue } from '@opsbook/runbook';
import type { Remediation } from '../remediation.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Start } from './batch.ts';
import type { Desk } from './desk.ts';
import { groupOf } from './group-of.ts';
import { scopeOf } from './scope-of.ts';

/** The start of an intent that an earlier life of the process left; undefined when its rule is not there any more. */
export function resumed(desk: Desk, event: TriggerEvent, remediation: Remediation): Start | undefined {
  const { store, clock, ruleOf, log } = desk;
  const rule = ruleOf(remediation.rule);
  if (rule?.enabled !== true || rule.call.runbook !== remediation.runbook) return undefined;
  try {
    const group = groupOf(store, rule, event, remediation);
    return { event, rule, remediation, scope: scopeOf(event, rule, clock.now(), group) };
  } catch (error) {
    log('the group of an event cannot be told any more', { event: event.id, error: errorValue(error) });
    return undefined;
  }
}
