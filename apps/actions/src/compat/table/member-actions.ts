import type { CompatAction, CompatParameter } from '../compat-action.ts';
import { oneOf } from '../converters.ts';
import { cloudAccount, like, project, role, userDomain } from '../parameters.ts';

const user: CompatParameter = {
  type: 'string',
  description: 'User, by name or id',
  required: true,
  to: 'users',
  as: oneOf,
};

const group: CompatParameter = { type: 'string', description: 'Group of users', required: true, to: 'group' };

/** Users and groups, and their roles on projects. */
export const memberActions: readonly CompatAction[] = [
  {
    name: 'project.add.group.with.role',
    description: 'Gives a group of users a role on a project',
    runbook: 'project.add-group',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      role_identifier: like(role, { default: 'user' }),
      group_identifier: group,
    },
    changed: 'A group that has it already is a success.',
  },
  {
    name: 'project.add.user.with.role',
    description: 'Gives users a role on a project',
    runbook: 'project.add-user',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      role_identifier: role,
      user_identifiers: { type: 'array', description: 'Users, by their names or ids', required: true, to: 'users' },
      user_domain: userDomain,
    },
    changed: 'All users are looked up before the first gets it, and the report has a line for each.',
  },
  {
    name: 'project.remove.user.role',
    description: 'Takes a role on a project from a user',
    runbook: 'project.remove-user',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      role_identifier: role,
      user_identifier: user,
      user_domain: userDomain,
    },
    changed: 'Users of jasmin, too. Who does not have it is a success.',
  },
  {
    name: 'group.add.user',
    description: 'Puts a user into a group',
    runbook: 'user.add-to-group',
    parameters: {
      cloud_account: cloudAccount,
      user_identifier: user,
      domain_identifier: like(userDomain, { default: 'default' }),
      group_name: group,
    },
    changed: 'Works. Who is in it already is a success.',
  },
];
