import { unrestricted } from '@opsbook/context';
import { openstack } from '@opsbook/openstack';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, ann } from '../cloud.test-support.ts';
import { SITE, projectState, siteCloud } from './create.test-support.ts';
import { deleteProject } from './delete.ts';
import { findLeftovers } from './leftovers.ts';

const input = { cloud: 'test', project: 'shop', confirmName: 'shop' };

const shopOf = ({ sim }: TestCloud) => sim.state.projects.find(({ name }) => name === 'shop');

/** A project with something of each kind. */
async function fullCloud(): Promise<TestCloud> {
  const made = await siteCloud();
  const { state } = made.sim;
  const { identity, compute, network, image, blockStorage } = made
    .connect({ guard: unrestricted, clock: made.clock })
    .openstack('test');
  const { id: projectId } = await identity.projects.create({
    name: 'shop',
    domainId: 'default',
    tags: ['shop@x.test'],
  });
  const { id: roleId } = state.roles.find(({ name }) => name === 'member')!;
  const { id: userId } = state.users.find(({ name }) => name === 'alice')!;
  await identity.roleAssignments.grant({ projectId, roleId, userId });
  await compute.quotas.set(projectId, { cores: 9 });
  await network.quotas.set(projectId, { floatingIp: 3 });
  const outside = state.networks.find(({ name }) => name === 'site-external')!.id;
  const to = { objectType: 'network', objectId: outside, targetProjectId: projectId } as const;
  await network.rbacPolicies.create({ ...to, action: 'access_as_external' });
  const inside = await network.networks.create({ name: 'shop-network', projectId });
  const subnet = await network.subnets.create({ networkId: inside.id, ipVersion: 4, cidr: '10.9.0.0/24', projectId });
  const router = await network.routers.create({
    name: 'shop-router',
    projectId,
    externalGateway: { networkId: outside },
  });
  await network.routers.addInterface(router.id, { subnetId: subnet.id });
  await network.securityGroups.create({ name: 'HTTP', projectId });
  made.sim.addServer({ name: 'web-1', projectId });
  await network.ports.create({ name: 'vip', networkId: inside.id, projectId });
  await network.floatingIps.create({ floatingNetworkId: outside, projectId });
  const golden = await image.images.create({ name: 'golden', diskFormat: 'raw', containerFormat: 'bare' });
  const hidden = await image.images.create({ name: 'old', diskFormat: 'raw', containerFormat: 'bare', hidden: true });
  for (const one of state.images) if ([golden.id, hidden.id].includes(one.id)) one.owner = projectId;
  await compute.serverGroups.create({ name: 'apart', policy: 'anti-affinity' });
  for (const one of state.serverGroups) one.projectId = projectId;
  const volume = await blockStorage.volumes.create({ name: 'data', sizeGiB: 1 });
  await blockStorage.volumes.untilAvailable(volume.id);
  await blockStorage.snapshots.create({ name: 'monday', volumeId: volume.id });
  for (const one of [...state.volumes, ...state.volumeSnapshots]) one.projectId = projectId;
  const flavor = { ...state.flavors[0]!, id: 'f-1', name: 'secret', isPublic: false, projectIds: [projectId] };
  state.flavors.push(flavor);
  return made;
}

/** What is left of it anywhere. */
const remains = (cloud: TestCloud) => ({
  ...projectState(cloud),
  servers: cloud.sim.state.servers.map(({ name }) => name),
  volumes: cloud.sim.state.volumes.length + cloud.sim.state.volumeSnapshots.length,
  images: cloud.sim.state.images.filter(({ name }) => name === 'golden' || name === 'old').length,
  serverGroups: cloud.sim.state.serverGroups.length,
  floatingIps: cloud.sim.state.floatingIps.length,
  ports: cloud.sim.state.ports.filter(({ name }) => name === 'vip').length,
  flavor: cloud.sim.state.flavors.find(({ name }) => name === 'secret')?.projectIds,
});

const NOTHING = {
  ...{
    orphans: [],
    quotas: [],
    policies: 1,
    servers: [],
    serverGroups: 0,
    volumes: 0,
    images: 0,
    floatingIps: 0,
    ports: 0,
  },
  flavor: [],
};

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await fullCloud();
});
afterEach(() => cloud.sim.stop());

const remove = (more: object = {}) => cloud.run(deleteProject, { ...input, ...more });
const changesNow = () => cloud.changes().length;

it('refuses a project that something belongs to, and says what', async () => {
  const before = changesNow();
  expect(await remove()).toMatchObject({
    status: 'refused',
    changed: false,
    error: {
      message:
        'shop still has 1 server (web-1), 1 server group (apart), 1 floating IP (203.0.113.4), 1 volume snapshot (monday), 1 volume (data), ' +
        '1 router (shop-router), 1 port (vip), 1 network (shop-network), 1 security group (HTTP), 2 images ' +
        '(golden, old). Say with leftovers whether to delete them or to keep them',
    },
  });
  expect(changesNow()).toBe(before);
});

it('deletes all of it when told, and then the project; the second time there is nothing', async () => {
  const run = await remove({ leftovers: 'delete' });
  expect(run).toMatchObject({
    status: 'done',
    changed: true,
    output: {
      project: { name: 'shop', tags: ['shop@x.test'] },
      access: {
        members: ['alice (member)'],
        flavors: [{ name: 'secret' }],
        networks: [{}],
      },
      deleted: { length: 11 },
      failed: [],
      left: [],
    },
  });
  expect(remains(cloud)).toEqual(NOTHING);
  expect(await remove({ leftovers: 'delete' })).toMatchObject({
    status: 'done',
    changed: false,
    output: { project: null },
  });
});

it('leaves all of it without an owner when told so', async () => {
  const id = shopOf(cloud)?.id;
  expect(await remove({ leftovers: 'keep' })).toMatchObject({
    status: 'done',
    output: { deleted: [], left: { length: 11 } },
  });
  expect(shopOf(cloud)).toBeUndefined();
  expect(cloud.sim.state.servers).toMatchObject([{ name: 'web-1', projectId: id }]);
  expect(cloud.sim.state.securityGroups.filter(({ projectId }) => projectId === id)).toHaveLength(2);
});

it('needs to be told nothing of an empty project', async () => {
  const client = cloud.connect({ guard: unrestricted, clock: cloud.clock }).openstack('test');
  await client.identity.projects.create({ name: 'empty', domainId: 'default' });
  expect(await remove({ project: 'empty', confirmName: 'empty' })).toMatchObject({ status: 'done', changed: true });
});

it('is planned with all that would go, and nothing but GETs', async () => {
  const before = changesNow();
  const plan = await cloud.plan(deleteProject, { ...input, leftovers: 'delete' });
  expect(plan).toMatchObject({ changes: 13, unknown: 0, risk: 'destructive' });
  expect(plan.error).toBeUndefined();
  expect(changesNow()).toBe(before);
});

describe('it does not delete', () => {
  const why = async (more: object = {}) => {
    const before = changesNow();
    const run = await remove({ leftovers: 'delete', ...more });
    expect(run).toMatchObject({ status: 'refused', changed: false });
    expect(changesNow()).toBe(before);
    return run.error?.message;
  };

  it('another project than the one that was confirmed', async () => {
    expect(await why({ project: shopOf(cloud)?.id, confirmName: 'web' })).toContain(
      "its name is 'shop', and not 'web' as confirmName says",
    );
  });

  it('an immutable one, by tag and by option, with all reasons', async () => {
    Object.assign(shopOf(cloud) ?? {}, { immutable: true, tags: ['immutable'] });
    expect(await why()).toMatch(/it has the tag 'immutable'; keystone has it as immutable$/);
  });

  it('the one that opsbook is logged in to', async () => {
    const site = await siteCloud({ projects: { ...SITE.projects, protected: [] } });
    const own = { ...input, project: 'admin', confirmName: 'admin', leftovers: 'delete' };
    expect(await site.run(deleteProject, own)).toMatchObject({
      status: 'refused',
      changed: false,
      error: { message: expect.stringMatching(/is not deleted: opsbook itself is logged in to it$/) },
    });
    await site.sim.stop();
  });

  it('a domain, which keystone takes for a project too', async () => {
    const before = changesNow();
    cloud.sim.state.domains.push({ ...cloud.sim.state.domains[0]!, id: 'empty', name: 'empty' });
    const run = await remove({ project: 'empty', confirmName: 'empty', leftovers: 'delete' });
    expect(run).toMatchObject({ status: 'done', changed: false, output: { project: null } });
    expect(changesNow()).toBe(before);
    expect(cloud.sim.state.domains.at(-1)).toMatchObject({ name: 'empty', enabled: true });
  });

  it('anything for a login that cannot see the volumes', async () => {
    const context = { guard: unrestricted, clock: cloud.clock };
    const system = openstack({ config: cloud.sim.cloudConfig('system'), context });
    const { id } = await system.identity.projects.find('shop');
    await expect(findLeftovers(system, id)).rejects.toThrow('are told to a login of a project only');
    system.close();
  });

  it('volumes of the project that cinder tells of instead', async () => {
    // As it does to whoever is no admin there.
    const { state } = cloud.sim;
    const tenant = { 'os-vol-tenant-attr:tenant_id': 'f'.repeat(32) };
    const raw = { ...tenant, id: state.volumes[0]!.id, attachments: [], created_at: '2026-11-01T00:00:00.000000' };
    cloud.sim.fault.next('GET /block-storage/v3/*/volumes/detail*', { status: 200, body: { volumes: [raw] } });
    expect(await remove({ leftovers: 'delete' })).toMatchObject({
      status: 'failed',
      changed: false,
      error: { message: expect.stringContaining(`cinder tells of the project ${'f'.repeat(32)} instead of`) },
    });
    expect(state.volumes).toHaveLength(1);
  });

  it('one with projects below it', async () => {
    const shop = shopOf(cloud)!;
    cloud.sim.state.projects.push({ ...shop, id: 'c'.repeat(32), name: 'shop-dev', parentId: shop.id });
    expect(await why()).toContain(`projects are below it: ${'c'.repeat(32)}`);
  });

  it('one whose name is not unique', async () => {
    const shop = shopOf(cloud)!;
    cloud.sim.state.projects.push({ ...shop, id: 'd'.repeat(32), domainId: 'other' });
    expect(await why()).toContain(`2 projects are called 'shop': ${shop.id}, ${'d'.repeat(32)}`);
  });

  it('one that the configuration protects', async () => {
    const site = await siteCloud({ projects: { ...SITE.projects, protected: ['demo'] } });
    expect(
      await site.run(deleteProject, { ...input, project: 'demo', confirmName: 'demo', leftovers: 'keep' }),
    ).toMatchObject({
      status: 'refused',
      error: { message: expect.stringContaining('the configuration protects it (projects.protected)') },
    });
    await site.sim.stop();
  });
});

it('refuses bad input with every fault and before any request', async () => {
  const before = cloud.sim.requests.length;
  await expect(remove({ project: '', confirmName: '', leftovers: 'all', delete: true })).rejects.toMatchObject({
    details: {
      faults: expect.arrayContaining(
        ['project', 'confirmName', 'leftovers', 'delete'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(cloud.sim.requests).toHaveLength(before);
});

it('keeps the project, disabled, where something cannot be deleted, and goes on the next time', async () => {
  const golden = cloud.sim.state.images.find(({ name }) => name === 'golden')!;
  golden.protected = true;
  expect(await remove({ leftovers: 'delete' })).toMatchObject({
    status: 'failed',
    error: { message: 'shop is disabled but not deleted: it has 1 image (golden)' },
    output: {
      failed: [{ kind: 'image', name: 'golden', why: expect.stringContaining('protected') }],
      left: [{ kind: 'image', name: 'golden' }],
      deleted: { length: 10 },
    },
  });
  expect(shopOf(cloud)).toMatchObject({ enabled: false });
  golden.protected = false;
  expect(await remove({ leftovers: 'delete' })).toMatchObject({ status: 'done', output: { deleted: { length: 1 } } });
  expect(remains(cloud)).toEqual(NOTHING);
});

it('enables the project again when it is cancelled before its end', async () => {
  cloud.sim.order.volume('delete', 'data', 'hangs');
  const engine = cloud.engine();
  const { id } = await engine.start({
    runbook: 'project.delete',
    input: { ...input, leftovers: 'delete' },
    requestedBy: ann,
  });
  const { ended } = await engine.execute(id);
  void engine.cancel(id, ann, 'not today');
  expect(await ended).toMatchObject({ status: 'cancelled' });
  expect(shopOf(cloud)).toMatchObject({ enabled: true });
  await engine.close();
});

it('says what is deleted where the project itself cannot be', async () => {
  const body = { error: { code: 403, message: 'not this one', title: 'Forbidden' } };
  cloud.sim.fault.next('DELETE /identity/v3/projects/*', { status: 403, body });
  expect(await remove({ leftovers: 'delete' })).toMatchObject({
    status: 'failed',
    changed: true,
    error: { message: expect.stringMatching(/^shop is disabled but not deleted: .*not this one/) },
    output: { deleted: { length: 11 }, left: [] },
  });
  expect(await remove()).toMatchObject({ status: 'done', changed: true });
});

it('cannot bring back what is deleted, and says so', async () => {
  const run = await cancelledAfter(cloud, deleteProject, { ...input, leftovers: 'delete' });
  expect(run).toMatchObject({
    status: 'cancelled',
    undone: [{ path: 'project disabled', outcome: 'kept', why: 'the project is deleted' }],
  });
  expect(shopOf(cloud)).toBeUndefined();
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    runbooks: [deleteProject],
    input: { ...input, leftovers: 'delete' },
    stride: crashStride(60),
    world: async () => {
      const own = await fullCloud();
      const before = own.changes().length;
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => remains(own),
        effects: () => own.changes().slice(before),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: NOTHING });
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
