import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { endOf, periodFields, refuseUnlessOne } from '../downtime/period.ts';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { ensureSilenced } from './ensure-silenced.ts';
import { QuietReport } from './silence-report.ts';
import { watchersOf } from './watchers.ts';

/** Keeps a hypervisor's alerts quiet for a while. */
export const silenceHypervisor = runbook({
  name: 'hypervisor.silence',
  summary: 'Silence the alerts of a hypervisor',
  description:
    'Makes a silence in Alertmanager for each of the labels that the configuration names, and a downtime in Icinga where ' +
    'the cloud is watched there. A silence with the same matchers that lasts as long is reused; one that a run has made ' +
    'with the same comment is made longer. What people made is left as it is, none is made twice or shortened. Cancelling ' +
    'lifts what this run made.',
  risk: 'safe',
  input: z
    .strictObject({
      cloud,
      hypervisor,
      comment: z.string().trim().min(1).max(500).describe('Why; shown to everyone who looks at the silence'),
      ...periodFields,
    })
    .superRefine(refuseUnlessOne),
  output: QuietReport.extend({ endsAt: z.string() }),
  replaces: [
    {
      action: 'hypervisor.downtime',
      call: { cloud: 'prod', hypervisor: 'hv1', comment: 'new disk', duration: '3d 12h' },
      better:
        'Run again it makes nothing twice, minutes count, nonsense is refused, and the ids of the silences are told.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, { cloud: name, hypervisor: host, comment, ...period }) {
    const { alertmanager, icinga } = watchersOf(ctx.services, name);
    if (alertmanager === null && icinga === null)
      refuse(`nothing that watches ${name} is configured: neither alertmanager nor clouds.${name}.icinga`);
    const endsAt = endOf(period, await ctx.now());
    return { ...(await ensureSilenced(ctx, { cloud: name, hypervisor: host, endsAt, comment })), endsAt };
  },
});
