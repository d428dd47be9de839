import type { Policy } from '../case.ts';
import { durationText } from '../../rules/duration.ts';

/** A run for the same target that is under way, or helped not long ago, is the answer to this event as well. */
export const oncePerTarget: Policy = ({ rule, target, now, remediations }) => {
  const { oncePer } = rule.policy;
  if (oncePer === undefined) return undefined;
  const what = target === '' ? 'this rule' : target;
  const active = remediations({ rule: rule.name, target, phase: ['starting', 'running', 'verifying'] });
  const underWay = active.find(({ outcome }) => outcome === undefined);
  if (underWay !== undefined) return { kind: 'merge', run: underWay.run, why: `a run for ${what} is under way` };
  const since = new Date(now - oncePer.within * 1000).toISOString();
  const helped = remediations({ rule: rule.name, target, since }).find(({ outcome }) => outcome === 'helped');
  if (helped === undefined) return undefined;
  const why = `a run for ${what} that began at ${helped.startedAt} helped, which is less than ${durationText(oncePer.within)} ago`;
  return { kind: 'merge', run: helped.run, why };
};
