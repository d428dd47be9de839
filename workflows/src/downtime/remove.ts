import * as z from 'zod';
import { madeBy } from '../run-mark.ts';
import { runbook } from '../runbook.ts';
import { DowntimeReport, reportOf } from './downtime-report.ts';
import { ensureDowntimesRemoved } from './ensure-removed.ts';
import { downtimeFields, downtimeTarget, run } from './fields.ts';

/** Removes the downtimes that runs have made. */
export const removeDowntime = runbook({
  name: 'downtime.remove',
  summary: 'Remove downtimes that runbooks have scheduled in Icinga',
  description:
    'Removes those of a host, with the ones of its services that were made with them, or of one service: of one run, or of ' +
    'every run. Those that people or Icinga’s configuration made stay, and are named.',
  risk: 'safe',
  input: z.strictObject({
    ...downtimeFields,
    run,
  }),
  output: z.object({ removed: z.array(DowntimeReport), kept: z.array(DowntimeReport) }),
  replaces: [
    {
      action: 'icinga.remove.downtime',
      call: { host: 'hv1' },
      better: 'Removes only what runs have made, and names what stays, instead of everything on the host.',
    },
  ],
  targets: (input, services) => [downtimeTarget(input, services)],
  async run(ctx, { icinga, host, service, run: maker }) {
    const fits = madeBy(maker);
    const removed = await ensureDowntimesRemoved(ctx, { icinga, host, service, fits });
    const left = await ctx.waitUntil(
      'downtimes that stay',
      async () => {
        const found = await ctx.services.icinga(icinga).downtimes.list({ host });
        const about = found.filter((one) => one.parent === null && (service === undefined || one.service === service));
        return { is: 'done', value: about.map(reportOf) };
      },
      { assume: [] },
    );
    return { removed, kept: left };
  },
});
