import type { Case, Policy, Verdict } from '../case.ts';
import { durationText } from '../../rules/duration.ts';
import { isRun } from '../view.ts';

/**
 * More runs of a rule, or for one of its targets, than it is trusted with: it trips, and nothing runs until its window has
 * passed. That it tripped is for whoever asked to say, once.
 */
export const breaker: Policy = (given) => {
  const limit = given.rule.policy.breaker;
  if (limit === undefined) return undefined;
  const { rule, target } = given;
  const ofRule = tripped(given, { breaker: rule.name, what: rule.name, runs: limit.runs });
  if (ofRule !== undefined || limit.perTarget === undefined) return ofRule;
  const what = `${rule.name} on ${target}`;
  return tripped(given, { breaker: `${rule.name}/${target}`, what, runs: limit.perTarget, target });
};

interface Counted {
  breaker: string;
  what: string;
  runs: number;
  target?: string;
}

function tripped({ rule, now, remediations, trippedUntil }: Case, counted: Counted): Verdict {
  const { breaker: name, what, runs, target } = counted;
  const per = rule.policy.breaker?.per ?? 0;
  const open = trippedUntil(name);
  if (open !== undefined && open > now) {
    const why = `the breaker of ${what} tripped; it does nothing more until ${new Date(open).toISOString()}`;
    return { kind: 'suppress', by: 'breaker', why };
  }
  // What it did before it tripped was counted then.
  const from = Math.max(now - per * 1000, open ?? 0);
  const since = new Date(from).toISOString();
  const filter = { rule: rule.name, since, ...(target !== undefined && { target }) };
  const { length } = remediations(filter).filter(isRun);
  if (length < runs) return undefined;
  const until = now + per * 1000;
  const why = `${length} runs of ${what} in ${durationText(per)}: it does nothing more until ${new Date(until).toISOString()}`;
  return { kind: 'suppress', by: 'breaker', why, tripped: { breaker: name, until } };
}
