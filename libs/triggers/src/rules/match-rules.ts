import type { Mismatches } from '../event-state.ts';
import type { Rule, RuleSet } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';

/** What the rules say to an event. */
export interface RuleMatch {
  /** The first enabled rule that matches. */
  rule?: Rule;
  /** The first disabled rule that matches, where no enabled one does. */
  disabled?: Rule;
  /** Where none matches at all: why not. */
  mismatches?: Mismatches;
}

/** Asks the rules in their order. Only those that wait for events of that type, status and source are asked at all. */
export function matchRules(set: RuleSet, event: TriggerEvent): RuleMatch {
  const { rules, hash } = set;
  const candidates = candidatesFor(set, event);
  const failed = new Array<number>(rules.length).fill(0);
  let disabled: Rule | undefined;
  for (const index of candidates) {
    const rule = rules[index];
    if (rule === undefined || (!rule.enabled && disabled !== undefined)) continue;
    const mismatch = rule.firstMismatch(event);
    if (mismatch !== undefined) failed[index] = mismatch;
    else if (rule.enabled) return { rule };
    else disabled = rule;
  }
  return disabled === undefined ? { mismatches: { ruleSet: hash, failed } } : { disabled };
}

const indexes = new WeakMap<RuleSet, Map<string, number[]>>();

/** Whoever may post alerts also says where from: as many are remembered as a site may have. */
const MOST_SOURCES = 1000;

function candidatesFor(set: RuleSet, event: TriggerEvent): readonly number[] {
  const index = indexes.get(set) ?? new Map<string, number[]>();
  indexes.set(set, index);
  const key = `${event.type}\0${event.status}\0${event.source}`;
  const known = index.get(key);
  if (known !== undefined) return known;
  const found = set.rules.flatMap((rule, position) => (rule.firstMismatch(event) === 0 ? [] : [position]));
  if (index.size >= MOST_SOURCES) index.clear();
  index.set(key, found);
  return found;
}
