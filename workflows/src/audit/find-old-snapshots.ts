import { query } from '@opsbook/openstack-query';
import * as z from 'zod';
import { daysBetween } from '../days-between.ts';
import { cloud, project } from '../fields.ts';
import { mustFind } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import { factLines, findingKey, findings } from './finding.ts';

const snapshot = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  sizeGiB: z.number(),
  volumeId: z.string(),
  volume: z.string().nullable().describe("The volume's name"),
  projectId: z.string().nullable(),
  project: z.string().nullable().describe("The project's name"),
  createdAt: z.string(),
  updatedAt: z.string().nullable(),
  days: z.number().describe('Since it last changed'),
});

/** Finds volume snapshots that nobody has touched for long. */
export const findOldSnapshots = runbook({
  name: 'audit.find-old-snapshots',
  summary: 'Find snapshots of volumes that have not changed for a number of days',
  description:
    'Lists the snapshots of all projects or of one, the oldest first. One that was never updated counts from its creation. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    project: project.optional().describe('Only of this project, by name or id; default: of all'),
    days: z.number().int().min(1).max(36_500).default(30).describe('Not changed for more than so many days'),
  }),
  output: z.object({
    snapshots: z.array(snapshot),
    sizeGiB: z.number().describe('Of all of them; what a backend really holds may be less'),
    findings,
  }),
  replaces: [
    {
      action: 'checks.old.snapshots',
      call: { cloud: 'prod', days: 30 },
      better: 'It counts days instead of comparing months, says how much space is held, and names volume and project.',
    },
    {
      action: 'workflow.checks.old.snapshots',
      call: { cloud: 'prod' },
      better: 'The findings are in the shape that ticket.create-requests takes, one ticket for each, once.',
    },
  ],
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const { project: name, days } = input;
    const of =
      name === undefined ? undefined : await mustFind(ctx, 'project', () => client.identity.projects.find(name));
    const now = await ctx.now();
    const rows = await ctx.read('snapshots', () => {
      const all = query(client, { now: () => Date.parse(now) }).volumeSnapshots();
      return (of === undefined ? all : all.where('projectId', '=', of.id))
        .where((is) =>
          is.any(
            is('updatedAt', 'olderThan', { days }),
            is.all(is('updatedAt', 'is null'), is('createdAt', 'olderThan', { days })),
          ),
        )
        .select(
          'id',
          'name',
          'status',
          'sizeGiB',
          'volumeId',
          'volume.name',
          'projectId',
          'project.name',
          'createdAt',
          'updatedAt',
        )
        .sort('createdAt', 'id')
        .rows();
    });
    const snapshots = rows.map(({ 'volume.name': volume, 'project.name': owner, ...own }) => ({
      ...own,
      volume,
      project: owner,
      days: Math.floor(daysBetween(own.updatedAt ?? own.createdAt, now)),
    }));
    return {
      snapshots,
      sizeGiB: snapshots.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
      findings: snapshots.map((one) => ({
        key: findingKey('old-snapshot', input.cloud, one.id),
        title: `Snapshot ${one.name || one.id} of a volume on ${input.cloud} has not changed for ${one.days} days`,
        body: factLines({
          Snapshot: one.id,
          Status: one.status,
          Volume: one.volume === null ? one.volumeId : `${one.volume} (${one.volumeId})`,
          'Size in GiB': one.sizeGiB,
          Project: one.project ?? one.projectId,
          Created: one.createdAt,
          Updated: one.updatedAt ?? 'never',
        }),
      })),
    };
  },
});
