import * as z from 'zod';
import { cloud, hypervisor, reason } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { ensureDisabled } from './ensure-disabled.ts';

/** Keeps new servers away from a hypervisor. */
export const disableComputeService = runbook({
  name: 'compute-service.disable',
  summary: 'Keep new servers away from a hypervisor',
  description:
    'Disables nova-compute with a reason that names the run. A service that is disabled already stays as it is, with the ' +
    'reason that stands there, unless overwrite is given. Cancelling enables it again if this run disabled it.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    hypervisor,
    reason,
    overwrite: z.boolean().default(false).describe('Replace a reason that somebody else has set'),
  }),
  output: z.object({ host: z.string(), status: z.literal('disabled'), disabledReason: z.string().nullable() }),
  replaces: [
    {
      action: 'hv.compute.service.disable',
      call: { cloud: 'prod', hypervisor: 'hv7', reason: 'disk 3 fails' },
      better:
        'It says which run disabled the host, keeps the reason that a person gave, and takes itself back when cancelled.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  run: (ctx, input) => ensureDisabled(ctx, input),
});
