import { type RunContext, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/**
 * Refuses a destination that nova's scheduler would refuse, before anything is done to a server: a snapshot may take
 * hours.
 */
export async function refuseDestination(ctx: RunContext<Services>, cloud: string, destination: string): Promise<void> {
  const { services } = ctx.services.openstack(cloud).compute;
  const { status, state, disabledReason } = await ctx.read('destination', () =>
    services.find({ host: destination, binary: 'nova-compute' }),
  );
  if (status === 'disabled') refuse(`${destination} takes no servers: disabled, '${disabledReason ?? '(no reason)'}'`);
  if (state === 'down') refuse(`${destination} takes no servers: nova sees it down`);
}
