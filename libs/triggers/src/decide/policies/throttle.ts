import type { Policy } from '../case.ts';
import { durationText } from '../../rules/duration.ts';
import { isRun } from '../view.ts';

/** So many runs of a rule in a time; what comes beyond that is not run. */
export const throttle: Policy = ({ rule, now, remediations }) => {
  const limit = rule.policy.throttle;
  if (limit === undefined) return undefined;
  const since = new Date(now - limit.per * 1000).toISOString();
  const { length } = remediations({ rule: rule.name, since }).filter(isRun);
  if (length < limit.count) return undefined;
  return { kind: 'suppress', by: 'throttle', why: `${length} of ${limit.count} runs in ${durationText(limit.per)}` };
};
