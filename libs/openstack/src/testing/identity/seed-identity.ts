import type { World } from '../world.ts';
import type { SimulatedProject, SimulatedRole, SimulatedUser } from './identity-records.ts';
import { LOGINS } from './logins.ts';

/** Domains, projects, roles, users, a group and what each may do. */
export function seedIdentity(world: World): void {
  const { state, ids } = world;
  state.domains.push({ id: 'default', name: 'Default', description: 'The default domain', ...OPEN });
  const corp = ids.keystone('domain');
  state.domains.push({ id: corp, name: 'corp', description: 'a second domain', ...OPEN });
  const [admin, demo] = ['admin', 'demo', 'service'].map((name) => addProject(world, name, 'default'));
  const [web, data] = ['web', 'data'].map((name) => addProject(world, name, corp));

  const reader = addRole(world, 'reader', []);
  const member = addRole(world, 'member', [reader.id]);
  const administrator = addRole(world, 'admin', [member.id]);
  addRole(world, 'service', []).immutable = null;

  const boss = addUser(world, LOGINS.admin, 'default');
  const user = addUser(world, LOGINS.member, 'default');
  const auditor = addUser(world, LOGINS.reader, 'default');
  const alice = addUser(world, LOGINS.alice, corp);
  const bob = addUser(world, LOGINS.bob, corp);
  const ops = { id: ids.keystone('user-group'), name: 'ops', domainId: corp, description: '', members: [bob.id] };
  state.groups.push(ops);

  const grant = (role: SimulatedRole, actor: { userId: string } | { groupId: string }, project?: SimulatedProject) =>
    state.roleAssignments.push({
      roleId: role.id,
      ...{ userId: null, groupId: null, ...actor },
      ...{ projectId: project?.id ?? null, domainId: null, system: project === undefined, inherited: false },
    });
  grant(administrator, { userId: boss.id }, admin);
  grant(administrator, { userId: boss.id });
  grant(member, { userId: user.id }, demo);
  grant(reader, { userId: auditor.id }, demo);
  grant(member, { userId: alice.id }, web);
  grant(member, { groupId: ops.id }, data);
  grant(reader, { groupId: ops.id }, web);

  state.applicationCredentials.push({
    id: ids.keystone('credential'),
    name: 'operations',
    description: null,
    secret: 'simulated-credential',
    userId: boss.id,
    projectId: admin?.id ?? '',
    roleIds: [administrator.id, member.id, reader.id],
    expiresAt: null,
    unrestricted: null,
    accessRuleIds: null,
  });
}

const OPEN = { enabled: true, immutable: null };

function addProject({ state, ids }: World, name: string, domainId: string): SimulatedProject {
  const project: SimulatedProject = {
    id: ids.keystone('project'),
    name,
    domainId,
    parentId: domainId,
    description: '',
    tags: [],
    ...OPEN,
    quota: { instances: -1, cores: -1, ramMiB: -1 },
  };
  state.projects.push(project);
  return project;
}

/** As those that keystone begins with: they cannot be changed by mistake. */
function addRole({ state, ids }: World, name: string, implies: string[]): SimulatedRole {
  const role = { id: ids.keystone('role'), name, domainId: null, description: null, immutable: true, implies };
  state.roles.push(role);
  return role;
}

function addUser(
  { state, ids }: World,
  { name, password }: { name: string; password: string },
  domainId: string,
): SimulatedUser {
  const user: SimulatedUser = {
    id: ids.keystone('user'),
    name,
    domainId,
    password,
    enabled: true,
    email: null,
    description: null,
    defaultProjectId: null,
  };
  state.users.push(user);
  return user;
}
