import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret, unrestricted } from '@opsbook/context';
import { type OpenStackClient, openstack } from '../index.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
let cloud: OpenStackClient;
beforeEach(async () => {
  world = await simulatedCloud();
  ({ cloud } = world);
});
afterEach(() => world.stop());

const corp = async () => (await cloud.identity.domains.find('corp')).id;
/** A client of the simulated cloud as somebody else. */
const as = (userId: string, password: string, projectId: string): OpenStackClient => {
  const { auth, ...config } = world.sim.cloudConfig();
  const login = { authUrl: auth.authUrl, type: 'password', userId, password: new Secret(password), projectId } as const;
  return openstack({ config: { ...config, auth: login }, context: { clock: world.clock, guard: unrestricted } });
};

describe('projects', () => {
  test('are found by name within a domain, and told apart across them', async () => {
    const { projects } = cloud.identity;
    const domainId = await corp();
    const twin = await projects.create({ name: 'demo', domainId });
    await expect(projects.find('demo')).rejects.toMatchObject({ code: 'OPENSTACK_AMBIGUOUS' });
    expect((await projects.find('demo', { domainId })).id).toBe(twin.id);
    await expect(projects.find('web', { domainId: 'default' })).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    // Keystone gives the domain.
    expect(await projects.get('default')).toMatchObject({ name: 'Default', domainId: 'default' });
    await expect(projects.find('default')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('know their family, however deep', async () => {
    const { projects } = cloud.identity;
    const top = await projects.create({ name: 'top' });
    const middle = await projects.create({ name: 'middle', parentId: top.id });
    const leaf = await projects.create({ name: 'leaf', parentId: middle.id });
    const other = await projects.create({ name: 'other', parentId: top.id });
    expect(await projects.parentIds(leaf.id)).toEqual([middle.id, top.id, 'default']);
    expect(await projects.subtreeIds(top.id)).toEqual([middle.id, leaf.id, other.id]);
    expect(await projects.subtreeIds(leaf.id)).toEqual([]);
    expect((await projects.list({ parentId: top.id })).map(({ name }) => name)).toEqual(['middle', 'other']);
  });

  test('are tagged as often as one likes', async () => {
    const { projects } = cloud.identity;
    const { id } = await projects.create({ name: 'tagged', tags: ['b', 'a'] });
    await projects.addTag(id, 'c');
    await projects.addTag(id, 'c');
    await projects.removeTag(id, 'a');
    await expect(projects.removeTag(id, 'a')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    expect(await projects.tags(id)).toEqual(['b', 'c']);
    expect(await projects.setTags(id, ['z', 'y'])).toEqual(['y', 'z']);
    const named = async (filter: object) => (await projects.list(filter)).map(({ name }) => name);
    expect(await named({ anyTag: ['y', 'nothing'] })).toEqual(['tagged']);
    expect(await named({ anyTag: [] })).toEqual([]);
    expect(await named({ notAnyTag: ['y'], domainId: 'default' })).toEqual(['admin', 'demo', 'service']);
    expect(await named({ notAnyTag: [], name: 'tagged' })).toEqual(['tagged']);
  });

  test('that are immutable refuse, whoever asks, until they are set free', async () => {
    const { projects } = cloud.identity;
    const { id } = await projects.create({ name: 'kept', immutable: true });
    await expect(projects.disable(id)).rejects.toMatchObject({
      code: 'OPENSTACK_FORBIDDEN',
      serviceMessage: expect.stringContaining('immutable project resource'),
    });
    await expect(projects.delete(id)).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await projects.update(id, { immutable: null })).immutable).toBe(false);
    expect((await projects.disable(id)).enabled).toBe(false);
    await projects.delete(id);
  });

  test('of a list that keystone has cut are not taken for all', async () => {
    world.sim.options.listLimit = 2;
    await expect(cloud.identity.projects.list()).rejects.toMatchObject({ code: 'OPENSTACK_TRUNCATED' });
    expect(await cloud.identity.projects.list({ name: 'demo' })).toHaveLength(1);
  });
});

describe('a domain', () => {
  test('is disabled before it is deleted, and takes its people along', async () => {
    const { domains, users } = cloud.identity;
    const { id } = await domains.create({ name: 'other' });
    const user = await users.create({ name: 'somebody', domainId: id });
    await expect(domains.delete(id)).rejects.toMatchObject({ code: 'OPENSTACK_FORBIDDEN' });
    await domains.disable(id);
    await domains.delete(id);
    await expect(users.get(user.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    await expect(domains.create({ name: 'Default' })).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
  });
});

describe('a user', () => {
  test('has a password that is seen nowhere', async () => {
    const { users, roles, roleAssignments, projects } = cloud.identity;
    const user = await users.create({ name: 'new', password: new Secret('first-password'), email: 'new@example.test' });
    const project = await projects.find('demo');
    const role = await roles.find('member');
    await roleAssignments.grant({ roleId: role.id, userId: user.id, projectId: project.id });
    const own = as(user.id, 'first-password', project.id);
    expect((await own.whoAmI()).roles).toEqual(['member', 'reader']);
    const wrong = { original: new Secret('not-the-password'), password: new Secret('second-password') };
    const refused = await own.identity.users.changePassword(user.id, wrong).catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ code: 'OPENSTACK_AUTH_FAILED' });
    await own.identity.users.changePassword(user.id, { ...wrong, original: new Secret('first-password') });
    await expect(own.identity.tokens.projects()).rejects.toMatchObject({ code: 'OPENSTACK_AUTH_FAILED' });
    const again = as(user.id, 'second-password', project.id);
    expect((await again.identity.tokens.projects()).map(({ name }) => name)).toEqual(['demo']);
    const shown = JSON.stringify([user, refused, String(refused)]);
    for (const password of ['first-password', 'second-password', 'not-the-password'])
      expect(shown).not.toContain(password);
    own.close();
    again.close();
  });

  test('has roles by its groups, and loses them with its membership', async () => {
    const { groups, users } = cloud.identity;
    const ops = await groups.find('ops');
    const bob = await users.find('bob');
    const client = world.client('bob');
    expect(await client.whoAmI()).toMatchObject({ projectName: 'data', roles: ['member', 'reader'] });
    expect((await users.groups(bob.id)).map(({ name }) => name)).toEqual(['ops']);
    expect((await users.projects(bob.id)).map(({ name }) => name)).toEqual(['web', 'data']);
    expect((await groups.members(ops.id)).map(({ name }) => name)).toEqual(['bob']);
    expect(await groups.hasMember(ops.id, bob.id)).toBe(true);
    await groups.removeMember(ops.id, bob.id);
    expect(await groups.hasMember(ops.id, bob.id)).toBe(false);
    await expect(groups.hasMember(ops.id, 'nobody')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    await expect(client.compute.flavors.list()).rejects.toMatchObject({ code: 'OPENSTACK_AUTH_FAILED' });
    await groups.addMember(ops.id, bob.id);
    expect((await world.client('bob').whoAmI()).projectName).toBe('data');
  });

  test('that exists is a conflict, and one that may not look is refused', async () => {
    await expect(cloud.identity.users.create({ name: 'admin' })).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    await expect(world.client('member').identity.users.list()).rejects.toMatchObject({
      code: 'OPENSTACK_FORBIDDEN',
      message: expect.stringContaining('identity:list_users'),
    });
  });
});
