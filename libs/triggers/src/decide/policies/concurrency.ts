import type { Policy } from '../case.ts';

/** So many runs of a rule at once; more wait until one has ended. */
export const concurrency: Policy = ({ rule, remediations }) => {
  const most = rule.policy.concurrency;
  if (most === undefined) return undefined;
  const { length } = remediations({ rule: rule.name, phase: ['starting', 'running'] });
  return length < most ? undefined : { kind: 'wait', why: `${length} of ${most} runs at once are under way` };
};
