import type { Json } from '@opsbook/runbook';
import { isTriggersError } from '../errors.ts';
import type { Rule, Scope } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { Condition } from './conditions/condition.ts';
import { whyNot } from './conditions/condition-holds.ts';

/** One condition of a rule, asked of an event. */
export interface ConditionReport {
  text: string;
  holds: boolean;
  /** What the event has in the condition's field; left out where it has none, and of conditions made of others. */
  found?: Json;
  /** Why it does not hold. */
  why?: string;
}

/** Why a rule matches an event or not, and what it would run. */
export interface RuleReport {
  rule: string;
  place: string;
  enabled: boolean;
  matches: boolean;
  /** The trigger's own first. All are asked, also behind one that does not hold. */
  conditions: ConditionReport[];
  runbook: string;
  /** The runbook's input as the event makes it; left out where an expression fails. */
  input?: Json;
  /** What the rule acts upon, and what it groups by. */
  target?: string;
  group?: string;
  /** Expressions that fail with this event. */
  faults: string[];
}

/** Asks one rule about one event, and changes nothing. Beside the payload `scope` has what the decider would add. */
export function ruleReport(rule: Rule, event: TriggerEvent, scope: Scope = {}): RuleReport {
  const conditions = [
    triggerReport(rule, event),
    ...whenOf(rule).map((condition) => conditionReport(condition, event)),
  ];
  const whole = {
    now: event.receivedAt,
    event: eventScope(event),
    rule: { name: rule.name },
    ...event.payload,
    ...scope,
  };
  const faults: string[] = [];
  const rendered = <T>(template: { render(scope: Scope): T } | undefined): T | undefined => {
    try {
      return template?.render(whole);
    } catch (error) {
      if (!isTriggersError(error)) throw error;
      faults.push(error.message);
      return undefined;
    }
  };
  const input = rendered(rule.call.input);
  const target = rendered(rule.policy.target);
  const group = rendered(rule.policy.group?.by);
  return {
    rule: rule.name,
    place: rule.place,
    enabled: rule.enabled,
    matches: rule.firstMismatch(event) === undefined,
    conditions,
    runbook: rule.call.runbook,
    ...(input !== undefined && { input }),
    ...(target !== undefined && { target }),
    ...(group !== undefined && { group }),
    faults,
  };
}

const whenOf = (rule: Rule): readonly Condition[] => ('when' in rule ? (rule as CompiledRule).when : []);

function triggerReport(rule: Rule, event: TriggerEvent): ConditionReport {
  const text = rule.conditions[0] ?? '';
  if (rule.firstMismatch(event) !== 0) return { text, holds: true };
  const { type, source, status } = event;
  return { text, holds: false, why: `${text}: this is ${type} ${source}, ${status}` };
}

function conditionReport(condition: Condition, event: TriggerEvent): ConditionReport {
  const now = Date.parse(event.receivedAt);
  const found = condition.field?.get(event.payload);
  const why = whyNot(condition, event.payload, now);
  return {
    text: condition.text,
    holds: why === undefined,
    ...(found !== undefined && { found }),
    ...(why !== undefined && { why }),
  };
}

/** What expressions see of the event itself, beside its payload. */
export const eventScope = ({ id, type, source, subject, status, receivedAt }: TriggerEvent): Record<string, Json> => ({
  ...{ id, type, source, subject, status, receivedAt },
});
