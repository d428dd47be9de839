import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { ensureRebooted } from './ensure-rebooted.ts';
import { forceFields, refuseInService, refuseUnreasoned } from './out-of-service.ts';

/** Reboots a hypervisor and waits until it is back. */
export const rebootHypervisor = runbook({
  name: 'hypervisor.reboot',
  summary: 'Reboot a hypervisor and wait until it is really back',
  description:
    'Runs maintenance.reboot of the configuration over SSH. Refused unless the compute service is disabled and the host is ' +
    'empty. It is back when its boot id is another one, its uptime fits that, and nova has heard from its compute service ' +
    'since. Resumed after a crash it sees by the boot id whether the reboot took place. If it does not come back in its time ' +
    'the run fails; the service stays disabled. Run again, it reboots again.',
  risk: 'disruptive',
  input: z.strictObject({ cloud, hypervisor, ...forceFields }).superRefine(refuseUnreasoned),
  output: z.object({
    hypervisor: z.string(),
    before: z.string().describe('Id of the boot before'),
    bootId: z.string(),
    bootedAt: z.string(),
  }),
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    await refuseInService(ctx, input);
    return { hypervisor: input.hypervisor, ...(await ensureRebooted(ctx, input)) };
  },
});
