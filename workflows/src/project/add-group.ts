import * as z from 'zod';
import { cloud, group, project, role, userDomain } from '../fields.ts';
import { named } from '../named.ts';
import { runbook } from '../runbook.ts';
import { ensureRole } from './ensure-role.ts';
import { findRole } from './find-role.ts';

/** Gives a group of users a role on a project. */
export const addGroupToProject = runbook({
  name: 'project.add-group',
  summary: 'Give a group of users a role on a project',
  description:
    'Refused with all that is not to be found. A group that has the role stays as it is. Cancelling takes it back if this run ' +
    'gave it.',
  risk: 'safe',
  input: z.strictObject({ cloud, project, role, group, userDomain }),
  output: z.object({ project: named, role: named, group: named }),
  replaces: [
    {
      action: 'project.add.group.with.role',
      call: { cloud: 'prod', project: 'web', role: 'member', group: 'web-developers', userDomain: 'corp' },
      better: 'Finds groups of any domain, and names candidates where a name is not unique.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, input) {
    const domain = input.userDomain ?? ctx.services.config.projects.userDomain;
    const who = { names: [input.group], domain, what: 'group' as const };
    const found = await findRole(ctx, { ...input, who });
    const [theGroup] = found.people as [(typeof found.people)[number]];
    await ensureRole(ctx, input.cloud, {
      projectId: found.project.id,
      roleId: found.role.id,
      groupId: theGroup.id,
    });
    return { project: found.project, role: found.role, group: theGroup };
  },
});
