import type { FinalState } from '../event-state.ts';
import type { Rule, RuleSet } from '../rule.ts';
import { matchRules } from '../rules/match-rules.ts';
import type { TriggerEvent } from '../trigger-event.ts';

/** The rule that decides about an event, or what became of it without one. */
export type Match = { rule: Rule } | { final: FinalState };

export function match(event: TriggerEvent, rules: RuleSet): Match {
  const { rule, disabled, mismatches } = matchRules(rules, event);
  if (rule !== undefined) return { rule };
  if (disabled === undefined) return { final: { state: 'unmatched', ...(mismatches !== undefined && { mismatches }) } };
  const { name } = disabled;
  return { final: { state: 'suppressed', rule: name, by: 'disabled-rule', why: `${name} is disabled` } };
}
