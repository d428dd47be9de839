import { absent, done, refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { isSetByPerson } from './reasons.ts';

/** Gives a hypervisor back to the scheduler. */
export const enableComputeService = runbook({
  name: 'compute-service.enable',
  summary: 'Give a hypervisor back to the scheduler',
  description:
    'Enables nova-compute. Where a person disabled it (the reason does not begin with "opsbook: "), the run is refused and ' +
    'names the reason, unless force is given.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    hypervisor,
    force: z.boolean().default(false).describe('Enable it although a person disabled it'),
  }),
  output: z.object({ host: z.string(), status: z.literal('enabled'), liftedReason: z.string().nullable() }),
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    const host = input.hypervisor;
    const { services } = ctx.services.openstack(input.cloud).compute;
    const find = () => services.find({ host, binary: 'nova-compute' });
    const before = await ctx.read('compute service', find);
    if (before.status === 'disabled' && isSetByPerson(before.disabledReason) && !input.force) {
      refuse(`a person disabled ${host}: '${before.disabledReason ?? '(no reason)'}'. Ask them, or give force`);
    }
    await ctx.ensure('compute service enabled', {
      check: async () => ((await find()).status === 'enabled' ? done() : absent()),
      change: () => services.enable(host),
      undo: () => services.disable(host, { reason: before.disabledReason ?? '' }),
      assume: undefined,
      timeout: 120,
    });
    return {
      host,
      status: 'enabled' as const,
      liftedReason: before.status === 'disabled' ? before.disabledReason : null,
    };
  },
});
