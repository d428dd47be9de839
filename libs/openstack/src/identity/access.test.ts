import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret, unrestricted } from '@opsbook/context';
import { type Grant, type OpenStackClient, openstack } from '../index.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
let cloud: OpenStackClient;
beforeEach(async () => {
  world = await simulatedCloud();
  ({ cloud } = world);
});
afterEach(() => world.stop());

const userId = async (name: string) => (await cloud.identity.users.find(name)).id;
const projectId = async (name: string) => (await cloud.identity.projects.find(name)).id;
const roleId = async (name: string) => (await cloud.identity.roles.find(name)).id;

describe('a role', () => {
  test('is granted, looked at and taken back, on a project, a domain and the system', async () => {
    const { roleAssignments, domains } = cloud.identity;
    const who = { userId: await userId('demo'), roleId: await roleId('reader') };
    const scopes = [
      { projectId: await projectId('admin') },
      { domainId: (await domains.find('corp')).id },
      { system: true },
    ];
    for (const scope of scopes as { system: true }[]) {
      const grant: Grant = { ...who, ...scope };
      expect(await roleAssignments.check(grant)).toBe(false);
      await roleAssignments.grant(grant);
      await roleAssignments.grant(grant);
      expect(await roleAssignments.check(grant)).toBe(true);
      await roleAssignments.revoke(grant);
      await expect(roleAssignments.revoke(grant)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    }
    await expect(roleAssignments.check({ ...who, projectId: 'nowhere' })).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
    });
  });

  test('that is inherited is good below only', async () => {
    const { projects, roleAssignments } = cloud.identity;
    const demo = await projectId('demo');
    const below = await projects.create({ name: 'below', parentId: demo });
    const grant = { userId: await userId('alice'), roleId: await roleId('member'), projectId: demo, inherited: true };
    await roleAssignments.grant(grant);
    expect(await roleAssignments.check(grant)).toBe(true);
    expect(await roleAssignments.check({ ...grant, inherited: false })).toBe(false);
    expect((await roleAssignments.list({ projectId: demo, inherited: true })).map((one) => one.userId)).toEqual([
      grant.userId,
    ]);
    const effective = await roleAssignments.list({
      userId: grant.userId,
      projectId: below.id,
      effective: true,
      names: true,
    });
    expect(effective.map(({ roleName, projectName, inherited }) => [roleName, projectName, inherited])).toEqual([
      ['member', 'below', true],
      ['reader', 'below', true],
    ]);
    const tree = await roleAssignments.list({ projectId: demo, includeSubtree: true });
    expect(tree.filter(({ inherited }) => inherited)).toHaveLength(1);
  });

  test('is listed with the group that brings it', async () => {
    const { groups, roleAssignments } = cloud.identity;
    const bob = await userId('bob');
    expect(await roleAssignments.list({ userId: bob })).toEqual([]);
    const effective = await roleAssignments.list({ userId: bob, effective: true, names: true });
    const ops = (await groups.find('ops')).id;
    expect(effective.map(({ roleName, projectName, viaGroupId }) => [roleName, projectName, viaGroupId])).toEqual([
      ['member', 'data', ops],
      ['reader', 'data', ops],
      ['reader', 'web', ops],
    ]);
  });

  test("of the system is the only one in the system's list, effective or not", async () => {
    const { roleAssignments } = cloud.identity;
    const system = await roleAssignments.list({ system: true, names: true });
    expect(system.map(({ userName, roleName, system: whole }) => [userName, roleName, whole])).toEqual([
      ['admin', 'admin', true],
    ]);
    expect(await roleAssignments.list({ system: true, effective: true })).toEqual([]);
  });

  test.each([
    [{ roleId: 'r', userId: 'u' }],
    [{ roleId: 'r', projectId: 'p' }],
    [{ roleId: 'r', userId: 'u', groupId: 'g', projectId: 'p' }],
    [{ roleId: 'r', userId: 'u', projectId: 'p', system: true }],
    [{ roleId: 'r', userId: 'u', system: true, inherited: true }],
    [{ roleId: '', userId: 'u', projectId: 'p' }],
  ])('is not granted by halves: %j', async (grant) => {
    const before = world.sim.requests.length;
    await expect(cloud.identity.roleAssignments.grant(grant as unknown as Grant)).rejects.toMatchObject({
      code: 'OPENSTACK_BAD_REQUEST',
    });
    expect(world.sim.requests).toHaveLength(before);
  });

  test('says what it implies, and may belong to a domain', async () => {
    const { roles, domains } = cloud.identity;
    expect(await roles.implied(await roleId('admin'))).toEqual([{ id: await roleId('member'), name: 'member' }]);
    const domainId = (await domains.find('corp')).id;
    const local = await roles.create({ name: 'operator', domainId });
    expect((await roles.find('operator', { domainId })).id).toBe(local.id);
    expect((await roles.list()).map(({ name }) => name)).not.toContain('operator');
  });
});

describe('an application credential', () => {
  test('is made by its user, tells its secret once, and logs in', async () => {
    const member = world.client('member');
    const made = await member.identity.applicationCredentials.create({
      name: 'backup',
      roles: [{ name: 'reader' }],
      expiresAt: '2035-01-01T00:00:00.000Z',
      accessRules: [{ service: 'compute', method: 'GET', path: '/v2.1/servers' }],
    });
    expect(made).toMatchObject({
      roles: [{ name: 'reader' }],
      expiresAt: '2035-01-01T00:00:00.000Z',
      unrestricted: false,
    });
    expect(JSON.stringify(made)).toContain('"secret":"***"');
    const [listed] = await member.identity.applicationCredentials.list({ name: 'backup' });
    const { secret, ...rest } = made;
    expect(listed).toEqual(rest);
    const { auth, ...config } = world.sim.cloudConfig();
    const program = openstack({
      config: {
        ...config,
        auth: {
          authUrl: auth.authUrl,
          type: 'v3applicationcredential',
          applicationCredentialId: made.id,
          applicationCredentialSecret: secret,
        },
      },
      context: { clock: world.clock, guard: unrestricted },
    });
    expect(await program.whoAmI()).toMatchObject({ projectName: 'demo', roles: ['reader'] });
    await expect(program.identity.applicationCredentials.create({ name: 'another' })).rejects.toMatchObject({
      code: 'OPENSTACK_FORBIDDEN',
    });
    await member.identity.applicationCredentials.delete(made.id);
    await expect(program.compute.servers.list()).rejects.toMatchObject({ code: 'OPENSTACK_AUTH_FAILED' });
    const [rule] = await member.identity.applicationCredentials.accessRules();
    await member.identity.applicationCredentials.deleteAccessRule(rule?.id ?? '');
    expect(await member.identity.applicationCredentials.accessRules()).toEqual([]);
    program.close();
  });

  test("is an admin's to look at and to delete", async () => {
    const member = world.client('member');
    const made = await member.identity.applicationCredentials.create({
      name: 'mine',
      secret: new Secret('own-secret'),
    });
    expect(made.secret.reveal()).toBe('own-secret');
    const owner = { userId: await userId('demo') };
    expect((await cloud.identity.applicationCredentials.get(made.id, owner)).name).toBe('mine');
    expect(await cloud.identity.applicationCredentials.list(owner)).toHaveLength(1);
    await cloud.identity.applicationCredentials.delete(made.id, owner);
    await expect(member.identity.applicationCredentials.get(made.id)).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
    });
  });
});

describe('a token', () => {
  test('of the system says so and does the work of an admin', async () => {
    const system = world.client('system');
    const who = await system.whoAmI();
    expect(who).toMatchObject({ userName: 'admin', system: true, roles: ['admin', 'member', 'reader'] });
    expect(who.projectId).toBeUndefined();
    expect(await system.identity.tokens.system()).toBe(true);
    expect(await system.compute.hypervisors.list()).toHaveLength(4);
    const { id } = await system.identity.projects.create({ name: 'made-by-system' });
    expect((await system.identity.projects.get(id)).domainId).toBe('default');
  });

  test('opens what its user has a role in', async () => {
    const { tokens } = world.client('bob').identity;
    expect((await tokens.projects()).map(({ name }) => name)).toEqual(['web', 'data']);
    expect(await tokens.domains()).toEqual([]);
    expect(await tokens.system()).toBe(false);
  });

  test('is ended, and another one takes its place', async () => {
    const { tokens } = cloud.identity;
    await tokens.projects();
    await tokens.revoke();
    expect(world.sim.state.tokens.filter(({ revoked }) => revoked)).toHaveLength(1);
    expect((await tokens.projects()).length).toBeGreaterThan(0);
    const dead = world.sim.state.tokens.find(({ revoked }) => revoked)?.value ?? '';
    await tokens.revoke(new Secret(dead));
    await expect(world.client('member').identity.tokens.revoke(new Secret('unknown'))).resolves.toBeUndefined();
    const other = world.sim.state.tokens.find(({ revoked }) => !revoked)?.value ?? '';
    await expect(world.client('member').identity.tokens.revoke(new Secret(other))).rejects.toMatchObject({
      code: 'OPENSTACK_FORBIDDEN',
    });
  });
});
