import type { RuleDigest, StoredTriggerEvent } from '../event-state.ts';
import type { RuleSet } from '../rule.ts';
import type { TriggerStore } from '../trigger-store.ts';

/** A rule that was asked about an event, and which of its conditions did not hold. */
export interface AskedRule {
  name: string;
  place: string;
  failed: string;
}

/**
 * The rules that were asked before one decided, each with the first condition that did not hold: as recorded, or for events
 * of which it is not, as the rules of now say.
 */
export function askedRules(store: TriggerStore, { event, state }: StoredTriggerEvent, rules?: RuleSet): AskedRule[] {
  if (state.state === 'unmatched' && state.mismatches !== undefined) {
    const { ruleSet, failed } = state.mismatches;
    const digests = store.ruleSet(ruleSet) ?? [];
    return digests.flatMap((digest, index) => told(digest, failed[index]));
  }
  const decided = 'rule' in state ? state.rule : state.state === 'received' ? state.waits?.rule : undefined;
  const before = rules?.rules.findIndex(({ name }) => name === decided) ?? -1;
  const earlier = rules?.rules.slice(0, Math.max(0, before)) ?? [];
  return earlier.flatMap((rule) => told(rule, mismatchOf(rule, event)));
}

const told = ({ name, place, conditions }: RuleDigest, failed: number | undefined): AskedRule[] =>
  failed === undefined ? [] : [{ name, place, failed: conditions[failed] ?? `condition ${failed + 1}` }];

function mismatchOf(rule: RuleSet['rules'][number], event: StoredTriggerEvent['event']): number | undefined {
  try {
    return rule.firstMismatch(event);
  } catch {
    return undefined;
  }
}
