import { type AnyRunbook, type Json, type Plan, RunGuard, makePlan } from '@opsbook/runbook';
import type { Site } from '../site.ts';

/** Plans against the site's live clouds; the clients that it builds refuse to change anything. */
export async function makePlanOf(site: Site, runbook: AnyRunbook, input: Json): Promise<Plan> {
  const { clock, version } = site;
  const guard = new RunGuard();
  const services = site.connect({ guard, clock });
  try {
    return await makePlan({ runbook, input, version, services, guard, clock });
  } finally {
    services.close?.();
  }
}
