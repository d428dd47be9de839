import { type RunContext, absent } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

const STEP = 'maintained';

interface Host {
  cloud: string;
  hypervisor: string;
}

const targetOf = (ctx: RunContext<Services>, { cloud, hypervisor }: Host): string =>
  ctx.services.openstack(cloud).targetOf('hypervisor', hypervisor);

/** Enters in the audit trail that the maintenance of a hypervisor went through, for {@link maintainedSince}. */
export async function noteMaintained(ctx: RunContext<Services>, host: Host): Promise<void> {
  const entry = { target: targetOf(ctx, host) };
  await ctx.once(STEP, async () => Promise.resolve(entry), {
    assume: entry,
    preview: () => 'in the audit trail',
    // Nothing but the trail has it: entered twice, it is as true.
    find: async () => Promise.resolve(absent()),
  });
}

/** Those of these hypervisors whose maintenance has gone through since then, whoever asked for it. @param since ISO 8601 */
export async function maintainedSince(
  ctx: RunContext<Services>,
  cloud: string,
  { hypervisors, since }: { hypervisors: readonly string[]; since: string },
): Promise<string[]> {
  const changes = await ctx.earlier('maintained since then', {
    ...{ runbook: 'hypervisor.maintain', path: STEP, since, limit: 1000 },
  });
  const targets = new Set(changes.map(({ after }) => (after as { target?: string } | undefined)?.target));
  return hypervisors.filter((hypervisor) => targets.has(targetOf(ctx, { cloud, hypervisor })));
}
