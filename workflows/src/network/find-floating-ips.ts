import { FORMATS, type FormatName, isQueryError, textQuery } from '@opsbook/openstack-query';
import * as z from 'zod';
import { cloud, project } from '../fields.ts';
import { written } from '../find/written.ts';
import { contactOf } from '../notification/people.ts';
import { findProjects } from '../project/find-projects.ts';
import { runbook } from '../runbook.ts';
import { choice, floatingIpQuery } from './floating-ip-query.ts';

const floatingIp = z.object({
  id: z.string(),
  address: z.string(),
  status: z.string(),
  fixedAddress: z.string().nullable().describe('Where it leads to; null: nowhere'),
  projectId: z.string().nullable(),
  project: z.string().nullable().describe("The project's name"),
  contact: z.string().nullable().describe("The project's contact address, from its tags"),
  createdAt: z.string(),
  updatedAt: z.string(),
});

type FloatingIp = z.output<typeof floatingIp>;

const GROUPS = ['project', 'contact', 'status'] as const;
const COLUMNS = Object.keys(floatingIp.shape) as (keyof FloatingIp)[];

const input = z
  .strictObject({
    cloud,
    projects: z.array(project).default([]).describe('Only of these projects, by name or id; default: of all'),
    ...choice,
    group: z.enum(GROUPS).optional().describe('Makes groups of those that have it in common; default: none'),
    format: z
      .enum(Object.keys(FORMATS) as FormatName[])
      .optional()
      .describe('Writes the result as a text too; default: rows only'),
  })
  .superRefine(
    (given, checked) => {
      try {
        textQuery(floatingIpQuery(given), 0);
      } catch (error) {
        if (!isQueryError(error)) throw error;
        for (const { part, message } of error.faults) {
          checked.addIssue({ code: 'custom', path: ['where', Number(part.split(/[[\]]/)[1])], message });
        }
      }
    },
    { when: ({ value }) => z.object(choice).safeParse(value).success },
  );

/** Finds floating IPs, with whom to ask about them. */
export const findFloatingIps = runbook({
  name: 'network.find-floating-ips',
  summary: 'Find floating IPs by age, status and conditions, with the project and its contact',
  description:
    'Lists the floating IPs of all projects, and the projects once. The contact is the first tag of a project that is an address. It only reads.',
  risk: 'read-only',
  input,
  output: z.object({
    floatingIps: z.array(floatingIp).describe('By project and address'),
    groups: z
      .array(z.object({ group: z.string().nullable(), ids: z.array(z.string()) }))
      .nullable()
      .describe('Their ids, where they were to be grouped'),
    text: z.string().nullable().describe('The result in the format asked for'),
  }),
  replaces: [
    {
      action: 'floating.ip.list',
      call: { cloud: 'prod', down: true, unchangedForDays: 60, group: 'contact', format: 'html' },
      better:
        'The choices can be combined, any condition can be added, and projects are listed once instead of once for each address.',
    },
  ],
  async run(ctx, given) {
    const client = ctx.services.openstack(given.cloud);
    const projectIds = await findProjects(ctx, given.cloud, given.projects);
    const now = Date.parse(await ctx.now());
    const floatingIps = await ctx.read('floating IPs', async () => {
      const all: FloatingIp[] = [];
      for await (const { rows } of textQuery(floatingIpQuery(given, projectIds), now).result(client).chunks) {
        all.push(...rows.map(rowOf));
      }
      return all;
    });
    const { group, format } = given;
    const groups = group && Map.groupBy(floatingIps, (one) => one[group]);
    const chunks = [...(groups ?? new Map([[undefined, floatingIps]]))].map(([name, of]) => ({
      group: name,
      rows: of.map((one) => COLUMNS.map((column) => one[column])),
    }));
    return {
      floatingIps,
      groups: groups === undefined ? null : [...groups].map(([name, of]) => ({ group: name, ids: of.map(idOf) })),
      text:
        format === undefined
          ? null
          : await ctx.read('text', () =>
              written({ columns: COLUMNS, grouped: groups !== undefined, chunks }, format, 'floating IPs'),
            ),
    };
  },
});

const idOf = ({ id }: FloatingIp): string => id;

/** In the order of the query's columns. */
function rowOf(row: readonly unknown[]): FloatingIp {
  const [id, address, status, fixedAddress, projectId, name, tags, createdAt, updatedAt] = row;
  return {
    ...({ id, address, status, fixedAddress, projectId, project: name, createdAt, updatedAt } as FloatingIp),
    contact: contactOf((tags ?? []) as string[]),
  };
}
