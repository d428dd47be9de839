import { RunbookError } from '@opsbook/runbook';

/**
 * Throws `PLAN_CHANGED` where it is not the plan that somebody has seen.
 * @param plan undefined for a run that was started without one
 * @param seen the hash, or its beginning
 * @param what the plan is of: `what would be changed now`
 */
export function refuseOtherPlan(plan: { hash: string } | undefined, seen: string, what: string): void {
  if (plan?.hash.startsWith(seen) === true) return;
  const is = plan === undefined ? 'has no plan' : `is plan ${plan.hash.slice(0, 12)}`;
  throw new RunbookError(
    'PLAN_CHANGED',
    `${what} ${is}, and not ${seen.slice(0, 12)}, which was asked for: plan it again`,
    {
      details: { seen, ...(plan !== undefined && { now: plan.hash }) },
    },
  );
}
