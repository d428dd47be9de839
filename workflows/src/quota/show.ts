import * as z from 'zod';
import { cloud, project } from '../fields.ts';
import { mustFind } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import type { QuotaName } from './quota-fields.ts';
import { QUOTA_SERVICES, serviceQuota } from './quota-services.ts';

/** Shows the limits of a project and what is used of them. */
export const showQuota = runbook({
  name: 'quota.show',
  summary: 'Show limits of a project and what is used of them',
  description:
    'One line for each limit of compute, network and block storage: the limit (-1: none), what is used, what requests under ' +
    'way have reserved, and the default that holds where nothing was set.',
  risk: 'read-only',
  input: z.strictObject({ cloud, project }),
  output: z.object({
    project: z.object({ id: z.string(), name: z.string() }),
    limits: z.array(
      z.object({
        service: z.string(),
        quota: z.string(),
        limit: z.int(),
        used: z.int(),
        reserved: z.int(),
        default: z.int().nullable(),
      }),
    ),
  }),
  replaces: [
    {
      action: 'quota.show',
      call: { cloud: 'prod', project: 'web' },
      better: 'Works, and shows usage and defaults beside the limits of all three services.',
    },
  ],
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const { id, name } = await mustFind(ctx, 'project', () => client.identity.projects.find(input.project));
    const lines = await Promise.all(
      QUOTA_SERVICES.map((service) =>
        ctx.read(`${service} quota`, async () => {
          const quota = serviceQuota(client, service);
          const [details, defaults] = await Promise.all([quota.details(id), quota.defaults(id)]);
          return Object.entries(details).map(([key, line]) => ({
            service,
            quota: key,
            ...line,
            default: defaults[key as QuotaName] ?? null,
          }));
        }),
      ),
    );
    return { project: { id, name }, limits: lines.flat() };
  },
});
