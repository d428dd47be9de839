import { type RunContext, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { eligibility } from '../server/eligibility.ts';
import type { MoveReport } from '../server/move-report.ts';
import { moveIfEligible } from '../server/move-if-eligible.ts';
import type { Foreseen } from '../server/preflight/foresee.ts';
import type { Sought } from '../server/preflight/sought.ts';
import type { DrainInput } from './drain-input.ts';
import { inOrder } from './in-order.ts';

/** A server on the hypervisor, as far as the order and the report of a drain need it. */
export interface Resident {
  id: string;
  name: string;
  status: string;
  ramMiB: number;
}

export async function residents(ctx: RunContext<Services>, input: DrainInput): Promise<Resident[]> {
  const servers = await ctx.services.openstack(input.cloud).compute.servers.list({ host: input.hypervisor });
  return servers.map(({ id, name, status, flavor }) => ({ id, name, status, ramMiB: flavor.ramMiB }));
}

/** Moves one server off the hypervisor, if it can be moved and has somewhere to go. */
export async function moveResident(
  step: RunContext<Services>,
  input: DrainInput,
  { id }: Resident,
  foreseen: Foreseen,
): Promise<MoveReport> {
  const cloud = step.services.openstack(input.cloud);
  const server = await step.read('server', () => cloud.compute.servers.get(id));
  if (server.host !== input.hypervisor) skip(`it has left already: it is on ${server.host ?? 'no host'}`);
  return await moveIfEligible(step, { server, from: input.hypervisor }, input, foreseen);
}

/** Those that can be moved, in the order in which they will be. */
export async function movable(ctx: RunContext<Services>, input: DrainInput): Promise<Sought[]> {
  const servers = await ctx.services.openstack(input.cloud).compute.servers.list({ host: input.hypervisor });
  const sized = servers.map((server) => ({ server, name: server.name, ramMiB: server.flavor.ramMiB }));
  return inOrder(sized, input.order).flatMap(({ server }) => {
    const plan = eligibility(server, ctx.services.config.migration.policies, input);
    return plan.eligible ? [{ server, how: plan.how }] : [];
  });
}
