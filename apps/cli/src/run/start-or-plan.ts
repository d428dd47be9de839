import {
  type AnyRunbook,
  type Engine,
  type Json,
  type RunRecord,
  type StartRequest,
  StepError,
  approvedPlan,
  isRunbookError,
} from '@opsbook/runbook';
import { makePlanOf } from '../plan/make-plan-of.ts';
import { planText } from '../plan/plan-text.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';

/** Without a plan, where the site's rules let it; else with one, which somebody else has to approve. */
export async function startOrPlan(
  session: Session,
  site: Site,
  engine: Engine,
  runbook: AnyRunbook,
  input: Json,
  start: (given: Pick<StartRequest, 'plan'>) => Promise<RunRecord>,
): Promise<RunRecord> {
  try {
    return await start({});
  } catch (error) {
    if (!isRunbookError(error) || error.code !== 'PLAN_REQUIRED') throw error;
    session.note(`${error.message}. Planning it.\n`);
    const plan = await makePlanOf(site, engine, runbook, input);
    session.say(planText(plan, session.sayStyle));
    if (plan.error !== undefined) throw new StepError(plan.error);
    return await start({ plan: approvedPlan(plan) });
  }
}
