import {
  type AnyRunbook,
  type Engine,
  type AuditFilter,
  type Json,
  type Plan,
  RunGuard,
  makePlan,
} from '@opsbook/runbook';
import type { Site } from '../site.ts';

/**
 * Plans against the site's live clouds; the clients that it builds refuse to change anything.
 * @param engine knows what earlier runs did; without one that is unknown
 */
export async function makePlanOf(
  site: Site,
  engine: Engine | undefined,
  runbook: AnyRunbook,
  input: Json,
): Promise<Plan> {
  const { clock } = site;
  const { version } = await site.catalog(runbook.name);
  const guard = new RunGuard();
  const services = site.connect({ guard, clock });
  const audit = engine && ((filter: AuditFilter) => engine.audit(filter));
  try {
    return await makePlan({ runbook, input, version, services, guard, clock, audit });
  } finally {
    services.close?.();
  }
}
