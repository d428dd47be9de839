import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { ApplicationCredentials } from './application-credentials.ts';
import { Domains } from './domains.ts';
import { Groups } from './groups.ts';
import { KEYSTONE } from './keystone.ts';
import { Projects } from './projects.ts';
import { RoleAssignments } from './role-assignments.ts';
import { Roles } from './roles.ts';
import { Tokens } from './tokens.ts';
import { Users } from './users.ts';

/** Keystone. */
export class Identity {
  readonly projects: Projects;
  readonly domains: Domains;
  readonly users: Users;
  readonly groups: Groups;
  readonly roles: Roles;
  readonly roleAssignments: RoleAssignments;
  readonly applicationCredentials: ApplicationCredentials;
  readonly tokens: Tokens;

  constructor(session: Session) {
    const keystone = new ServiceClient(session, KEYSTONE);
    this.projects = new Projects(keystone);
    this.domains = new Domains(keystone);
    this.users = new Users(keystone);
    this.groups = new Groups(keystone);
    this.roles = new Roles(keystone);
    this.roleAssignments = new RoleAssignments(keystone);
    this.applicationCredentials = new ApplicationCredentials(keystone, async () => (await session.token()).who.userId);
    this.tokens = new Tokens(keystone, async () => (await session.token()).secret);
  }
}
