import { type RunContext, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { reason } from '../fields.ts';
import { emptinessOf, whatIsThere } from './emptiness.ts';

/** How a person may have something done to a hypervisor that is in service. */
export const forceFields = {
  force: z.boolean().default(false).describe('Do it although it is in service or has servers; needs a reason'),
  reason: reason.describe('Why it is forced; it stays in the record of the run').optional(),
};

/** Adds the fault of an input that is forced without a reason. */
export function refuseUnreasoned(
  { force, reason: why }: { force: boolean; reason?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (force && why === undefined)
    context.addIssue({ code: 'custom', path: ['reason'], message: 'say why it is forced' });
}

/** @throws REFUSED unless the compute service is disabled and nothing is on the host */
export async function refuseInService(
  ctx: RunContext<Services>,
  { cloud, hypervisor, force }: { cloud: string; hypervisor: string; force: boolean },
): Promise<void> {
  if (force) return;
  const { services } = ctx.services.openstack(cloud).compute;
  const { status } = await ctx.read('compute service', () =>
    services.find({ host: hypervisor, binary: 'nova-compute' }),
  );
  const found = await ctx.read('servers and allocations', () => emptinessOf(ctx.services, cloud, hypervisor));
  const why = [
    ...(status === 'enabled' ? ['its compute service is enabled'] : []),
    ...(found.empty ? [] : [`it has ${whatIsThere(found)}`]),
  ];
  if (why.length > 0) refuse(`${hypervisor}: ${why.join(', and ')}. Drain it first, or give force and a reason`);
}
