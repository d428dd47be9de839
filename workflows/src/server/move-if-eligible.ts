import type { Server } from '@opsbook/openstack';
import { type RunContext, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type Wishes, eligibility } from './eligibility.ts';
import type { MoveReport } from './move-report.ts';
import { moveServer } from './move-server.ts';
import { type Foreseen, skipUnlessPlaced } from './preflight/foresee.ts';

export interface MoveWishes extends Wishes {
  cloud: string;
  destination?: string | undefined;
  onCancel: 'finish' | 'abort';
}

/** Moves one of many servers, if it can be moved and has somewhere to go; otherwise its lane is skipped, with the reason. */
export async function moveIfEligible(
  step: RunContext<Services>,
  { server, from }: { server: Server; from: string },
  wishes: MoveWishes,
  foreseen: Foreseen,
): Promise<MoveReport> {
  const plan = eligibility(server, step.services.config.migration.policies, wishes);
  if (!plan.eligible) skip(plan.why);
  await skipUnlessPlaced(step, { server, how: plan.how }, foreseen);
  return await moveServer(step, { ...wishes, server, from, plan });
}
