import { type AnyRunbook, type Engine, type Json, type Plan, StepError } from '@opsbook/runbook';
import { makePlanOf } from '../plan/make-plan-of.ts';
import { planText } from '../plan/plan-text.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';

/** Plans what is to be started, and shows it. Throws the error with which it would end. */
export async function planToStart(
  session: Session,
  site: Site,
  engine: Engine,
  runbook: AnyRunbook,
  input: Json,
): Promise<Plan> {
  const plan = await makePlanOf(site, engine, runbook, input);
  session.say(planText(plan, session.sayStyle));
  if (plan.error !== undefined) throw new StepError(plan.error);
  return plan;
}
