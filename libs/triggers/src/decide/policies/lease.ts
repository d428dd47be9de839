import type { Policy } from '../case.ts';

/** What another run holds is left alone, unless the rule waits for it. */
export const lease: Policy = async ({ rule, holders }) => {
  if (rule.policy.leaseWait > 0) return undefined;
  const [held] = await holders();
  if (held === undefined) return undefined;
  const { target, run, runbook, by, since } = held;
  return { kind: 'suppress', by: 'lease', why: `${target} is held by run ${run} (${runbook}, ${by}) since ${since}` };
};
