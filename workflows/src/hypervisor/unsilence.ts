import { done } from '@opsbook/runbook';
import * as z from 'zod';
import { run } from '../downtime/fields.ts';
import { cloud, hypervisor } from '../fields.ts';
import { madeBy } from '../run-mark.ts';
import { runbook } from '../runbook.ts';
import { ensureUnsilenced } from './ensure-unsilenced.ts';
import { findDowntimes, findSilences } from './find-silences.ts';
import { QuietReport } from './silence-report.ts';

/** Ends the silences that runs have made for a hypervisor. */
export const unsilenceHypervisor = runbook({
  name: 'hypervisor.unsilence',
  summary: 'Lift the silences that runbooks have made for a hypervisor',
  description:
    'Ends silences in Alertmanager and downtimes in Icinga that were made by one run, or by any run. What people made ' +
    'stays, and is named. A failure leaves what is not lifted yet; run again, it lifts the rest.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    hypervisor,
    run,
  }),
  output: z.object({ lifted: QuietReport, kept: QuietReport }),
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, { cloud: name, hypervisor: host, run: maker }) {
    const fits = madeBy(maker);
    const lifted = await ensureUnsilenced(ctx, { cloud: name, hypervisor: host, fits });
    const left = async () => ({
      silences: await findSilences(ctx.services, name, host),
      downtimes: await findDowntimes(ctx.services, name, host),
    });
    const kept = await ctx.waitUntil('what stays', async () => done(await left()), {
      assume: { silences: [], downtimes: [] },
    });
    return { lifted, kept };
  },
});
