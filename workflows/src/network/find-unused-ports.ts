import { query } from '@opsbook/openstack-query';
import * as z from 'zod';
import { daysBetween } from '../days-between.ts';
import { cloud, project } from '../fields.ts';
import { mustFind } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';

const port = z.object({
  id: z.string(),
  name: z.string(),
  networkId: z.string(),
  network: z.string().nullable().describe("The network's name"),
  projectId: z.string().nullable(),
  project: z.string().nullable().describe("The project's name"),
  addresses: z.array(z.string()),
  updatedAt: z.string(),
  days: z.number().describe('Since it last changed'),
});

/** Finds ports that hold addresses and are bound to nothing. */
export const findUnusedPorts = runbook({
  name: 'network.find-unused-ports',
  summary: 'Find ports that have been down and bound to nothing for a number of days',
  description:
    'Lists the ports of all projects or of one that are DOWN and have neither device nor device owner, the one unchanged for longest first. Neutron does not record since when, so days count from the last change. A port may be kept on purpose, for the address that two servers share. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    project: project.optional().describe('Only of this project, by name or id; default: of all'),
    days: z.number().int().min(1).max(36_500).default(30).describe('Not changed for more than so many days'),
  }),
  output: z.object({ ports: z.array(port) }),
  async run(ctx, { cloud: name, project: owner, days }) {
    const client = ctx.services.openstack(name);
    const of = owner && (await mustFind(ctx, 'project', () => client.identity.projects.find(owner)));
    const now = await ctx.now();
    const rows = await ctx.read('ports', () => {
      const all = query(client, { now: () => Date.parse(now) }).ports();
      return (of ? all.where('projectId', '=', of.id) : all)
        .where('status', '=', 'DOWN')
        .where('deviceId', 'is null')
        .where('deviceOwner', 'is null')
        .where('updatedAt', 'olderThan', { days })
        .select('id', 'name', 'networkId', 'network.name', 'projectId', 'project.name', 'addresses', 'updatedAt')
        .sort('updatedAt', 'id')
        .rows();
    });
    const ports = rows.map(({ 'network.name': network, 'project.name': of, ...own }) => ({
      ...own,
      network,
      project: of,
      days: Math.floor(daysBetween(own.updatedAt, now)),
    }));
    return { ports };
  },
});
