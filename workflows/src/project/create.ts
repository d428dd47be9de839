import { unknownName } from '@opsbook/context';
import { type RunContext, fail } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { ensureQuota } from '../quota/ensure-quota.ts';
import { runbook } from '../runbook.ts';
import { checkNewProject } from './check-new-project.ts';
import { CreateInput } from './create-input.ts';
import { ensureGroups } from './ensure-groups.ts';
import { ensureOwnNetwork } from './ensure-own-network.ts';
import { ensureProject } from './ensure-project.ts';
import { ensureNetworkAccess } from './ensure-rbac.ts';
import { ensureRole } from './ensure-role.ts';
import { type KeepIfUsed, watchUse } from './keep-if-used.ts';
import { PeopleReport, peopleReport } from './people-report.ts';

const Report = z.object({
  project: z.object({ id: z.string().nullable(), name: z.string() }),
  network: z.object({ name: z.string(), cidr: z.string().nullable() }).nullable(),
  rules: z.int(),
  keptLimits: z.array(z.object({ quota: z.string(), limit: z.int(), wanted: z.int() })),
  admins: PeopleReport,
  users: PeopleReport,
});

type Report = z.output<typeof Report>;

/** Makes a project with its limits, network, security groups and members. */
export const createProject = runbook({
  name: 'project.create',
  summary: 'Make a project with its limits, network, security groups and members',
  description:
    'Checks everything before the first change, and refuses with all that is wrong: name, parent, domain, people, roles, ' +
    'network, room for what is made within the limits. Then, each if it is not so yet: the project with its tags, its ' +
    'limits, its network by the profile, security groups and their rules, those of a group in one request, and the members. Run again, it ' +
    'does what is left; limits that somebody has changed stay. A failure leaves what was made up to it. Cancelling takes ' +
    'all of it back, but leaves all of it where somebody has put something into the project meanwhile.',
  risk: 'safe',
  input: CreateInput,
  output: Report,
  replaces: [
    {
      action: 'project.create',
      call: {
        cloud: 'prod',
        name: 'web',
        email: 'web-team@example.com',
        description: 'Web servers of the shop',
        network: 'external',
        admins: ['carol'],
        users: ['dan', 'erin'],
        userDomain: 'corp',
        floatingIps: 2,
        securityGroupRules: 250,
      },
      better:
        'Finds every fault before the first change, can be planned, repeated, resumed and taken back, and makes the rules of ' +
        'a group in one request from computed address lists.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.name)],
  async run(ctx, input) {
    const checked = await checkNewProject(ctx, input);
    const { cloud, name } = input;
    const groups = Object.keys(checked.groups);
    const keepIfUsed = await watchUse(ctx, { cloud, name, groups, existing: checked.existing });
    const projectId = await ensureProject(ctx, checked.wanted, keepIfUsed);
    const where = { cloud, projectId, keepIfUsed };
    for (const { service, limits } of checked.room.limits) await ensureQuota(ctx, { ...where, service, limits });
    let cidr: string | null = null;
    if (checked.network !== null) {
      const { profile, network } = checked.network;
      const own = profile.kind === 'own';
      const action = own ? 'access_as_external' : 'access_as_shared';
      await ensureNetworkAccess(ctx, { ...where, network, action });
      if (own && checked.addresses !== null)
        cidr = await ensureOwnNetwork(ctx, {
          ...where,
          name,
          profile,
          external: network,
          addresses: checked.addresses,
        });
    }
    await ensureGroups(ctx, { ...where, groups: checked.groups });
    const admins = await giveRoles(ctx, { ...where, what: 'admin', ...checked.admins });
    const users = await giveRoles(ctx, { ...where, what: 'user', ...checked.users });
    const report: Report = {
      project: { id: unknownName(projectId) === undefined ? projectId : null, name },
      network: checked.network && { name: checked.network.network.name, cidr },
      rules: Object.values(checked.groups).flat().length,
      keptLimits: checked.room.kept,
      admins,
      users,
    };
    const without = [...admins.failed, ...users.failed];
    if (without.length > 0) fail(`made, but without ${without.map((one) => one.name).join(', ')}`, report);
    return report;
  },
});

interface Members {
  cloud: string;
  projectId: string;
  keepIfUsed: KeepIfUsed;
  what: string;
  role: { id: string } | undefined;
  people: { id: string; name: string }[];
}

async function giveRoles(
  ctx: RunContext<Services>,
  { cloud, projectId, keepIfUsed, what, role, people }: Members,
): Promise<PeopleReport> {
  const given = await ctx.each(
    what,
    role === undefined ? [] : people,
    { key: ({ id }) => id, label: ({ name }) => name, maxFailures: Infinity },
    (step, { id: userId }) => ensureRole(step, cloud, { projectId, roleId: role?.id ?? '', userId }, keepIfUsed),
  );
  return peopleReport(people, given);
}
