import * as z from 'zod';
import { marked, runOf, unmarked } from '../run-mark.ts';
import { runbook } from '../runbook.ts';
import { DowntimeReport } from './downtime-report.ts';
import { ensureDowntime } from './ensure-downtime.ts';
import { downtimeFields, downtimeTarget } from './fields.ts';
import { endOf, periodFields, refuseUnlessOne } from './period.ts';

/** Tells Icinga to expect problems of a host or a service. */
export const scheduleDowntime = runbook({
  name: 'downtime.schedule',
  summary: 'Schedule a downtime of a host or a service in Icinga',
  description:
    'A downtime of a host covers its services, unless hostOnly is given. The comment names the run. One that a ' +
    'run has made with the same comment, and that lasts long enough, is left as it is. Cancelling removes what this ' +
    'run scheduled.',
  risk: 'safe',
  input: z
    .strictObject({
      ...downtimeFields,
      hostOnly: z.boolean().default(false).describe('Leave the services of the host out'),
      comment: z.string().trim().min(1).max(500).describe('Why; shown to everyone who looks at Icinga'),
      ...periodFields,
      start: z.iso.datetime({ offset: true }).describe('Its begin, in ISO 8601 with a zone; default: now').optional(),
      flexibleFor: z
        .int()
        .min(1)
        .describe('Makes it flexible: so many seconds from the first problem between start and end on')
        .optional(),
    })
    .superRefine(refuseUnlessOne),
  output: DowntimeReport,
  replaces: [
    {
      action: 'icinga.schedule.downtime',
      call: { host: 'hv1', comment: 'new disk', start: '2030-01-31T08:00:00Z', until: '2030-01-31T18:00:00Z' },
      better: 'A service is that of one host, times carry their zone, and what it made is told and can be found again.',
    },
  ],
  targets: (input, services) => [downtimeTarget(input, services)],
  async run(ctx, { icinga, host, service, hostOnly, comment, start, until, duration, flexibleFor }) {
    const now = await ctx.now();
    const begins =
      start === undefined || Date.parse(start) <= Date.parse(now) ? undefined : new Date(start).toISOString();
    return await ensureDowntime(ctx, {
      icinga,
      host,
      ...(service !== undefined && { service }),
      ...(service === undefined && hostOnly && { services: 'none' as const }),
      comment: marked(comment, ctx.id),
      accepts: (there) => runOf(there) !== undefined && unmarked(there) === comment,
      ...(begins !== undefined && { startsAt: begins }),
      endsAt: endOf({ until, duration }, begins ?? now),
      ...(flexibleFor !== undefined && { flexibleFor }),
    });
  },
});
