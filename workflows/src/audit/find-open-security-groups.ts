import * as z from 'zod';
import { cloud, project } from '../fields.ts';
import { mustFind } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import { factLines, findingKey, findings } from './finding.ts';
import { isOpen } from './is-open.ts';
import { type OpenGroup, readMembers, readOpenGroups } from './open-groups.ts';

const group = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  project: z.string().nullable().describe("The project's name; null: there is no such project any more"),
  rules: z.array(
    z.object({ id: z.string(), protocol: z.string(), ports: z.string(), remote: z.string() }).describe('What opens it'),
  ),
  servers: z
    .array(z.object({ id: z.string(), name: z.string().nullable(), status: z.string().nullable() }))
    .describe('Those that have the group applied'),
});

const port = z.number().int().min(0).max(65_535);

/** Finds security groups that are wide open, and the servers that have them. */
export const findOpenSecurityGroups = runbook({
  name: 'audit.find-open-security-groups',
  summary: 'Find security groups that are open to a prefix on a range of ports, and the servers that have them',
  description:
    'Looks at the rules of all groups: one is open if it lets through the whole range of ports for the whole of one of the prefixes. Then at ' +
    'the ports that have such a group. Groups are listed without a filter by project, since neutron makes a default group for a project ' +
    'that it is asked for. It only reads.',
  risk: 'read-only',
  input: z
    .strictObject({
      cloud,
      project: project.optional().describe('Only of this project, by name or id; default: of all'),
      remotePrefixes: z
        .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'is no prefix: 0.0.0.0/0, ::/0' }))
        .min(1)
        .default(['0.0.0.0/0', '::/0'])
        .describe('From where it must not be open'),
      portMin: port.default(1).describe('First port of the range'),
      portMax: port.default(65_535).describe('Last port of the range'),
      direction: z.enum(['ingress', 'egress']).default('ingress').describe('As the server sees it'),
      appliedOnly: z.boolean().default(false).describe('Only groups that some server has'),
    })
    .refine(({ portMin, portMax }) => portMin <= portMax, { path: ['portMax'], error: 'is below portMin' }),
  output: z.object({ groups: z.array(group), checked: z.number().describe('Groups looked at'), findings }),
  replaces: [
    {
      action: 'checks.security.groups',
      call: { cloud: 'prod', remotePrefixes: ['0.0.0.0/0'], portMin: 1, portMax: 65_535 },
      better:
        'A rule counts that covers prefix and ports, not only one that is written just so; servers are found by their ports in one list.',
    },
    {
      action: 'workflow.checks.security.groups',
      call: { cloud: 'prod', appliedOnly: true },
      better: 'The findings are in the shape that ticket.create-requests takes, one ticket for each group, once.',
    },
  ],
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const { project: name } = input;
    const of =
      name === undefined ? undefined : await mustFind(ctx, 'project', () => client.identity.projects.find(name));
    const { checked, open } = await ctx.read('security groups', () =>
      readOpenGroups(client, (rule) => isOpen(rule, input), of?.id),
    );
    const members = await ctx.read('servers', () => readMembers(client, open));
    const groups = open
      .map((one) => ({ ...one, servers: members[one.id] ?? [] }))
      .filter(({ servers }) => servers.length > 0 || !input.appliedOnly);
    return { checked, groups, findings: groups.map((one) => findingOf(input.cloud, one)) };
  },
});

const findingOf = (
  onCloud: string,
  { id, name, projectId, project: owner, rules, servers }: OpenGroup & Pick<z.output<typeof group>, 'servers'>,
) => ({
  key: findingKey('open-security-group', onCloud, id),
  title: `Security group ${name} of ${owner ?? projectId} on ${onCloud} is open`,
  body: [
    ...factLines({ Group: id, Project: owner ?? projectId, Applied: servers.length > 0 ? 'yes' : 'no' }),
    ...rules.map(({ protocol, ports, remote }) => `Rule: ${protocol}, ports ${ports}, ${remote}`),
    ...servers.map((server) => `Server: ${server.name ?? 'unknown'} (${server.id})`),
  ],
});
