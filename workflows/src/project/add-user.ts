import * as z from 'zod';
import { cloud, project, role, userDomain, users } from '../fields.ts';
import { named } from '../named.ts';
import { runbook } from '../runbook.ts';
import { ensureRole } from './ensure-role.ts';
import { findRole } from './find-role.ts';
import { PeopleReport, failIfAny, peopleReport } from './people-report.ts';

/** Gives users a role on a project. */
export const addUserToProject = runbook({
  name: 'project.add-user',
  summary: 'Give users a role on a project',
  description:
    'Looks everybody up first and refuses the run with all that are not to be found. Then gives the role to one after the ' +
    'other, going on past failures; those that have it stay as they are. Cancelling takes back what this run gave.',
  risk: 'safe',
  input: z.strictObject({ cloud, project, role, users, userDomain }),
  output: z.object({ project: named, role: named, people: PeopleReport }),
  replaces: [
    {
      action: 'project.add.user.with.role',
      call: { cloud: 'prod', project: 'web', role: 'member', users: ['carol', 'dan'], userDomain: 'corp' },
      better: 'Finds every wrong name before the first change, and tells for each user what became of it.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, input) {
    const domain = input.userDomain ?? ctx.services.config.projects.userDomain;
    const who = { names: input.users, domain, what: 'user' as const };
    const { people, ...where } = await findRole(ctx, { ...input, who });
    const given = await ctx.each(
      'user',
      people,
      { key: ({ id }) => id, label: ({ name }) => name, maxFailures: Infinity },
      (step, { id }) =>
        ensureRole(step, input.cloud, { projectId: where.project.id, roleId: where.role.id, userId: id }),
    );
    return failIfAny({ ...where, people: peopleReport(people, given) });
  },
});
