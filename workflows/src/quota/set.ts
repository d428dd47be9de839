import { fail } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, project } from '../fields.ts';
import { mustFind, refuseFaults } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import { limitFaults } from './check-limits.ts';
import { ensureQuota } from './ensure-quota.ts';
import { quotaFields } from './quota-fields.ts';
import { QUOTA_SERVICES, ofService, serviceQuota } from './quota-services.ts';

/** Sets limits of a project. */
export const setQuota = runbook({
  name: 'quota.set',
  summary: 'Set limits of a project',
  description:
    'Sets the limits that are given, service by service, and leaves the others alone. Limits below what is used, and those ' +
    'that the cloud does not have, are refused before anything is set, all at once. A service that fails does not keep the ' +
    'others from being set, and the report says which it was. Cancelling gives back the limits from before.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    project,
    ...quotaFields,
    belowUsage: z
      .boolean()
      .default(false)
      .describe('Set limits below what is used, too: nothing more can be made until enough is gone'),
  }),
  output: z.object({
    project: z.object({ id: z.string(), name: z.string() }),
    limits: z.array(z.object({ service: z.string(), quota: z.string(), before: z.int().nullable(), now: z.int() })),
    failed: z.array(z.object({ service: z.string(), why: z.string(), requestId: z.string().nullable() })),
  }),
  replaces: [
    {
      action: 'quota.set',
      call: {
        cloud: 'prod',
        project: 'web',
        cores: 64,
        ramMiB: 262_144,
        instances: 20,
        floatingIps: 2,
        gigabytes: 500,
      },
      better: 'Knows what is used and refuses limits below it, says what each limit was before, and can be taken back.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, { cloud: on, project: nameOrId, belowUsage, ...limits }) {
    const client = ctx.services.openstack(on);
    const found = await mustFind(ctx, 'project', () => client.identity.projects.find(nameOrId));
    const wanted = QUOTA_SERVICES.map((service) => ({ service, limits: ofService(service, limits) })).filter(
      (one) => Object.keys(one.limits).length > 0,
    );
    const faults = await ctx.read('what is used', async () => {
      const all = wanted.map(async (one) =>
        limitFaults({ ...one, details: await serviceQuota(client, one.service).details(found.id), belowUsage }),
      );
      return (await Promise.all(all)).flat();
    });
    refuseFaults(faults);
    const { items } = await ctx.each(
      'set',
      wanted,
      { key: ({ service }) => service, maxFailures: Infinity },
      (step, one) => ensureQuota(step, { cloud: on, projectId: found.id, ...one, belowUsage }),
    );
    const report = {
      project: { id: found.id, name: found.name },
      limits: items.flatMap(({ key, value = [] }) => value.map((line) => ({ service: key, ...line }))),
      failed: items
        .filter(({ status }) => status === 'failed')
        .map(({ key, why, error }) => ({ service: key, why: why ?? '', requestId: error?.requestId ?? null })),
    };
    if (report.failed.length > 0) fail(`not set: ${report.failed.map(({ service }) => service).join(', ')}`, report);
    return report;
  },
});
