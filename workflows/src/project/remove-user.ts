import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, project, role, userDomain, users } from '../fields.ts';
import { named } from '../named.ts';
import { runbook } from '../runbook.ts';
import { ensureNoRole } from './ensure-role.ts';
import { findRole } from './find-role.ts';
import { PeopleReport, failIfAny, peopleReport } from './people-report.ts';

/** Takes a role on a project from users. */
export const removeUserFromProject = runbook({
  name: 'project.remove-user',
  summary: 'Take a role on a project from users',
  description:
    'Looks everybody up first and refuses the run with all that are not to be found. Then takes the role from one after the ' +
    'other, going on past failures. Refused where it would be taken from the very credentials that take it. Whoever still has it by a group, another role or a project above is named in the ' +
    'report. Cancelling gives back what this run took.',
  risk: 'disruptive',
  input: z.strictObject({ cloud, project, role, users, userDomain }),
  output: z.object({ project: named, role: named, people: PeopleReport, stillHaveIt: z.array(named) }),
  replaces: [
    {
      action: 'project.remove.user.role',
      call: { cloud: 'prod', project: 'web', role: 'member', users: ['carol'], userDomain: 'corp' },
      better: 'Takes several users of any domain, and names those that still have the role by a group or from above.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, input) {
    const domain = input.userDomain ?? ctx.services.config.projects.userDomain;
    const who = { names: input.users, domain, what: 'user' as const };
    const { people, ...where } = await findRole(ctx, { ...input, who });
    const self = await ctx.read('who asks', async () => {
      const { userId, projectId } = await ctx.services.openstack(input.cloud).whoAmI();
      return projectId === where.project.id ? userId : null;
    });
    if (people.some(({ id }) => id === self))
      refuse(
        `opsbook is logged in to ${where.project.name} as one of these users, and would take the role from itself`,
      );
    const grant = { projectId: where.project.id, roleId: where.role.id };
    const taken = await ctx.each(
      'user',
      people,
      { key: ({ id }) => id, label: ({ name }) => name, maxFailures: Infinity },
      (step, { id }) => ensureNoRole(step, input.cloud, { ...grant, userId: id }),
    );
    const stillHaveIt = await ctx.read('who still has it', async () => {
      const { roleAssignments } = ctx.services.openstack(input.cloud).identity;
      const all = await roleAssignments.list({ ...grant, effective: true });
      return people.filter(({ id }) => all.some(({ userId }) => userId === id));
    });
    const report = peopleReport(people, taken);
    // In a plan everybody still has it.
    const left = stillHaveIt.filter(({ id }) => !ctx.planning || !report.changed.some((one) => one.id === id));
    return failIfAny({ ...where, people: report, stillHaveIt: left });
  },
});
