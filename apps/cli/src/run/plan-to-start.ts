import { type AnyRunbook, type Engine, type Json, type Plan, StepError } from '@opsbook/runbook';
import { showPlan } from '../plan/show-plan.ts';
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
  const plan = await showPlan(session, site, engine, runbook, input);
  if (plan.error !== undefined) throw new StepError(plan.error);
  return plan;
}
