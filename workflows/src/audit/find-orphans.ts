import { isOpenStackError } from '@opsbook/openstack';
import { type QueryText, textQuery } from '@opsbook/openstack-query';
import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { factLines, findingKey, findings } from './finding.ts';

/** What belongs to projects, and which property says to which. */
const KINDS = {
  servers: { resource: 'servers', owner: 'projectId', name: 'name' },
  images: { resource: 'images', owner: 'owner', name: 'name' },
  'floating-ips': { resource: 'floatingIps', owner: 'projectId', name: 'address' },
  volumes: { resource: 'volumes', owner: 'projectId', name: 'name' },
  'volume-snapshots': { resource: 'volumeSnapshots', owner: 'projectId', name: 'name' },
  networks: { resource: 'networks', owner: 'projectId', name: 'name' },
  routers: { resource: 'routers', owner: 'projectId', name: 'name' },
  ports: { resource: 'ports', owner: 'projectId', name: 'name' },
} as const;

const ORIGINAL = ['servers', 'images', 'floating-ips'] as const;

/** Finds what has outlived its project. */
export const findOrphans = runbook({
  name: 'audit.find-orphans',
  summary: 'Find what belongs to a project that no longer exists',
  description:
    'Lists all projects and all objects of the kind, and asks keystone for each project that was not listed: only one that is not found counts, so ' +
    'that a project made meanwhile is not taken for gone. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    kind: z.enum(Object.keys(KINDS) as [keyof typeof KINDS]).describe('What is looked at'),
  }),
  output: z.object({
    projects: z
      .array(
        z.object({
          projectId: z.string(),
          objects: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
        }),
      )
      .describe('Projects that are gone, with what they left'),
    count: z.number().describe('Objects left'),
    findings: findings.describe('One for each project that is gone'),
  }),
  replaces: ORIGINAL.map((kind) => ({
    action: `correctness.find.${kind.replace('-', '.')}.in.non.existent.projects`,
    call: { cloud: 'prod', kind },
    better:
      'Two lists and a question for each project that is gone, instead of one for each object; volumes, snapshots, networks, routers and ports too.',
  })),
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const { resource, owner, name } = KINDS[input.kind];
    const text: QueryText = {
      resource,
      where: [`${owner} is not null and not project()`],
      select: `id,${name},${owner}`,
      sort: `${owner},${name},id`,
    };
    const left = await ctx.read(input.kind, async () => {
      const all: { id: string; name: string | null; projectId: string }[] = [];
      for await (const { rows } of textQuery(text, 0).result(client).chunks) {
        for (const row of rows as [string, string | null, string][]) {
          all.push({ id: row[0], name: row[1], projectId: row[2] });
        }
      }
      return all;
    });
    const unlisted = [...new Set(left.map(({ projectId }) => projectId))];
    const gone = await ctx.read('projects', async () => {
      const found: string[] = [];
      for (const id of unlisted) {
        try {
          await client.identity.projects.get(id);
        } catch (error) {
          if (!isOpenStackError(error) || error.kind !== 'not-found') throw error;
          found.push(id);
        }
      }
      return found;
    });
    const projects = gone.map((projectId) => ({
      projectId,
      objects: left.filter((one) => one.projectId === projectId).map(({ id, name: called }) => ({ id, name: called })),
    }));
    return {
      projects,
      count: projects.reduce((sum, { objects }) => sum + objects.length, 0),
      findings: projects.map(({ projectId, objects }) => ({
        key: findingKey('orphans', input.cloud, input.kind, projectId),
        title: `${objects.length} ${input.kind} on ${input.cloud} belong to project ${projectId}, which no longer exists`,
        body: [
          ...factLines({ Project: projectId, Kind: input.kind }),
          ...objects.map((one) => [one.name, one.id].filter((part) => part !== null && part !== '').join(' ')),
        ],
      })),
    };
  },
});
