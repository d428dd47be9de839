import type { Scope } from '../../rule.ts';
import type { Condition, Payload } from './condition.ts';
import { showValue } from './show-value.ts';

/** Whether it holds; if not, why, as one would say it. `now` is that of the scope, where it has one. */
export function conditionHolds(condition: Condition, scope: Scope): true | string {
  const now = typeof scope['now'] === 'string' ? Date.parse(scope['now']) : Number.NaN;
  return whyNot(condition, scope, now) ?? true;
}

/** Why a condition does not hold: of several that must, the first that does not; undefined when it holds. */
export function whyNot(condition: Condition, payload: Payload, now: number): string | undefined {
  const answer = condition.test(payload, now);
  if (answer === true) return undefined;
  const { parts, field, text } = condition;
  if (field !== undefined) {
    const value = field.get(payload);
    if (typeof answer === 'string') {
      const found = value === undefined || value === null ? 'it is not there' : `it is ${showValue(value)}`;
      return `${text}: ${found}${value === undefined || value === null ? '' : `, which ${answer}`}`;
    }
    return `${text}: it is ${value === undefined || value === null ? 'not there' : showValue(value)}`;
  }
  if (parts?.length === 1 && text.startsWith('not: ')) return `${text}: it does, or nobody can tell`;
  const reasons = (parts ?? []).flatMap((part) => whyNot(part, payload, now) ?? []);
  return reasons.length === 0 ? text : reasons.join('; ');
}
