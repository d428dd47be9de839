import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { ensurePatched } from './ensure-patched.ts';
import { forceFields, refuseInService, refuseUnreasoned } from './out-of-service.ts';

/** Patches a hypervisor. */
export const patchHypervisor = runbook({
  name: 'hypervisor.patch',
  summary: 'Patch a hypervisor with the configured command',
  description:
    'Runs maintenance.patch of the configuration over SSH. Refused unless the compute service is disabled and the host is ' +
    'empty. Where maintenance.patched is configured it is asked before and after, and nothing is patched twice; else, where a ' +
    'crash or a lost connection leaves it open whether the command ran, a person has to say so. Does not reboot, and ' +
    'nothing is undone.',
  risk: 'disruptive',
  input: z.strictObject({ cloud, hypervisor, ...forceFields }).superRefine(refuseUnreasoned),
  output: z.object({
    hypervisor: z.string(),
    output: z.string().nullable().describe('The end of what the command wrote, where it was kept'),
  }),
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    await refuseInService(ctx, input);
    return { hypervisor: input.hypervisor, ...(await ensurePatched(ctx, input.hypervisor)) };
  },
});
