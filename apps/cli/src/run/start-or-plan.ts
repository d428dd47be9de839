import {
  type AnyRunbook,
  type Engine,
  type Json,
  type RunRecord,
  type StartRequest,
  approvedPlan,
  isRunbookError,
} from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { planToStart } from './plan-to-start.ts';

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
    return await start({ plan: approvedPlan(await planToStart(session, site, engine, runbook, input)) });
  }
}
