import type { AnyRunbook, Engine, Json, Plan } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { makePlanOf } from './make-plan-of.ts';
import { planText } from './plan-text.ts';

/** Plans what is to be started, and shows it beside what the command prints; also a plan that ends with an error. */
export async function showPlan(
  session: Session,
  site: Site,
  engine: Engine,
  runbook: AnyRunbook,
  input: Json,
): Promise<Plan> {
  const plan = await makePlanOf(site, engine, runbook, input);
  session.say(planText(plan, session.sayStyle));
  return plan;
}
