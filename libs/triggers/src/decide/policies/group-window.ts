import type { Policy } from '../case.ts';
import { durationText } from '../../rules/duration.ts';

/** Events of one group are collected, and answered by one run. */
export const groupWindow: Policy = ({ rule, scope, now, collected, groupUntil }) => {
  const { group } = rule.policy;
  if (group === undefined || collected) return undefined;
  const key = group.by.render(scope);
  const open = groupUntil(key);
  if (open === null) return { kind: 'wait', group: key, why: `the group '${key}' waits for its turn` };
  const until = open ?? now + group.window * 1000;
  return { kind: 'wait', group: key, until, why: `the group '${key}' is collected for ${durationText(group.window)}` };
};
