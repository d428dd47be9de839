import { fail } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { Emptiness, emptinessOf, whatIsThere } from './emptiness.ts';

/** Looks whether a hypervisor is empty. */
export const verifyHypervisorEmpty = runbook({
  name: 'hypervisor.verify-empty',
  summary: 'Look whether a hypervisor has no servers and no allocations',
  description:
    'Asks nova for servers and placement for allocations: one that a server or a move has left behind counts too. The run ' +
    'fails, with what is there, if it is not empty.',
  risk: 'read-only',
  input: z.strictObject({ cloud, hypervisor }),
  output: Emptiness,
  async run(ctx, input) {
    const found = await ctx.read('servers and allocations', () =>
      emptinessOf(ctx.services, input.cloud, input.hypervisor),
    );
    if (!found.empty) fail(`${input.hypervisor} is not empty: ${whatIsThere(found)}`, found);
    return found;
  },
});
