import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { flatten } from '@opsbook/runbook';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import type { TestCloud } from '../cloud.test-support.ts';
import { addressesExcept } from './addresses-except.ts';
import { createProject } from './create.ts';
import { SITE, projectState, siteCloud, wishes } from './create.test-support.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await siteCloud();
});
afterEach(() => cloud.sim.stop());

const create = (more: object = {}) => cloud.run(createProject, { ...wishes, ...more });
const theProject = () => cloud.sim.state.projects.find(({ name }) => name === 'shop');

it('makes a project with a network of its own, its groups, limits and members', async () => {
  const run = await create({ cores: 40, gigabytes: 500 });
  const egress = addressesExcept(['10.0.0.0/8']);
  expect(run).toMatchObject({
    status: 'done',
    output: {
      project: { id: theProject()?.id, name: 'shop' },
      network: { name: 'site-external', cidr: '192.168.0.0/24' },
      rules: egress.length + 3,
      keptLimits: [],
      admins: { changed: [{ name: 'admin' }] },
      users: { changed: [{ name: 'alice' }, { name: 'bob' }], failed: [] },
    },
  });
  expect(projectState(cloud)).toEqual({
    project: { description: 'the shop', tags: ['shop-team@example.test', 'opsbook'], immutable: null },
    quota: { floatingip: 1, security_group_rule: 200, cores: 40, gigabytes: 500 },
    networks: ['shop-network'],
    subnets: [
      {
        name: 'shop-subnet',
        cidr: '192.168.0.0/24',
        gatewayIp: '192.168.0.1',
        allocationPools: [{ start: '192.168.0.11', end: '192.168.0.254' }],
        dnsNameservers: ['192.0.2.53'],
      },
    ],
    routers: [{ name: 'shop-router', to: 'site-external', legs: 1 }],
    shared: ['site-external access_as_external'],
    rules: {
      // Neutron keeps all ports as none in particular.
      default: egress.map((prefix) => `egress tcp - ${prefix}`),
      HTTP: ['ingress tcp 80-80 anywhere'],
      HTTPS: ['ingress tcp 443-443 anywhere', 'ingress udp 443-443 anywhere'],
    },
    members: ['admin admin', 'alice member', 'bob member'],
  });
  expect(cloud.changes().filter((one) => one.endsWith('/security-group-rules'))).toHaveLength(3);
});

it('shares the site’s network with a project of the other kind, and makes it immutable', async () => {
  expect(await create({ network: undefined, immutable: true })).toMatchObject({ status: 'done' });
  expect(projectState(cloud)).toMatchObject({
    project: { tags: ['shop-team@example.test', 'opsbook', 'immutable'], immutable: true },
    networks: [],
    routers: [],
    shared: ['private access_as_shared'],
    rules: { default: ['ingress icmp - anywhere', 'ingress tcp 22-22 anywhere'] },
  });
});

it('has nothing to do the second time, and leaves alone what people have changed and added', async () => {
  await create();
  const id = theProject()?.id ?? '';
  const before = cloud.changes().length;
  expect(await create()).toMatchObject({ status: 'done', changed: false });
  cloud.sim.state.networkQuotas[id] = { ...cloud.sim.state.networkQuotas[id], floatingip: 7 };
  expect(await create()).toMatchObject({
    status: 'done',
    changed: false,
    output: { keptLimits: [{ quota: 'floatingIps', limit: 7, wanted: 1 }] },
  });
  expect(cloud.changes()).toHaveLength(before);
});

it('makes what has gone since, and nothing else', async () => {
  await create();
  const { state } = cloud.sim;
  state.securityGroupRules = state.securityGroupRules.filter(({ protocol }) => protocol !== 'udp');
  const legs = state.ports.filter(
    ({ deviceOwner, fixedIps }) =>
      deviceOwner === 'network:router_interface' && fixedIps[0]?.ip_address === '192.168.0.1',
  );
  state.ports = state.ports.filter((port) => !legs.includes(port));
  const before = cloud.changes().length;
  expect(await create()).toMatchObject({ status: 'done', changed: true });
  expect(cloud.changes().slice(before)).toEqual([
    expect.stringContaining('/add_router_interface'),
    expect.stringContaining('/security-group-rules'),
  ]);
  expect(projectState(cloud)).toMatchObject({ routers: [{ legs: 1 }], rules: { HTTPS: { length: 2 } } });
});

it('tells of the addresses that the subnet has, whatever would be chosen today', async () => {
  await create();
  cloud.sim.state.subnets.find(({ name }) => name === 'shop-subnet')!.cidr = '192.168.77.0/24';
  expect(await create()).toMatchObject({ changed: false, output: { network: { cidr: '192.168.77.0/24' } } });
});

it('takes names as they are, and somebody who is named twice once', async () => {
  const { users } = cloud.sim.state;
  const alice = users.find(({ name }) => name === 'alice')!;
  users.push({ ...alice, id: 'e'.repeat(32), name: 'team/#1 100%' });
  const run = await create({ users: ['alice', 'team/#1 100%', alice.id], admins: [alice.id], adminDomain: 'corp' });
  expect(run).toMatchObject({
    status: 'done',
    output: { users: { changed: [{ name: 'alice' }, { name: 'team/#1 100%' }] }, admins: { changed: [{}] } },
  });
  expect(projectState(cloud)).toMatchObject({ members: ['alice admin', 'alice member', 'team/#1 100% member'] });
});

it('knows its rules again, in whichever form they are written', async () => {
  const rules = [
    { protocol: 'TCP', portMin: 22 },
    { protocol: '58', etherType: 'IPv6' as const },
    { protocol: '1', etherType: 'IPv6' as const, include: ['2001:DB8:0:0::/64'] },
    { direction: 'egress' as const, protocol: '6', portMin: 1, portMax: 65_535 },
  ];
  const site = await siteCloud({ projects: { securityGroups: { 'A/B #1': rules } } });
  const wanted = { ...wishes, network: undefined };
  expect(await site.run(createProject, wanted)).toMatchObject({ status: 'done', output: { rules: 4 } });
  expect(await site.run(createProject, wanted)).toMatchObject({ status: 'done', changed: false });
  expect(projectState(site)).toMatchObject({
    rules: {
      'A/B #1': [
        'ingress tcp 22-22 anywhere',
        'ingress 58 - anywhere',
        'ingress 58 - 2001:db8::/64',
        'egress 6 - anywhere',
      ],
    },
  });
  await site.sim.stop();
});

it('is planned to the last step, although the project is not there, with nothing but GETs', async () => {
  const plan = await cloud.plan(createProject, { ...wishes, cores: 40 });
  const changes = flatten(plan.steps)
    .filter(({ status }) => status === 'would-change')
    .map(({ path }) => path);
  expect(changes.map((path) => path.replace(/[0-9a-f]{32}/, 'ID'))).toEqual([
    'project',
    'compute limits',
    'network limits',
    'access to site-external',
    'network',
    'subnet',
    'router',
    'leg of the router',
    'rules of default',
    'security group HTTP',
    'rules of HTTP',
    'security group HTTPS',
    'rules of HTTPS',
    'admin/ID/role given',
    'user/ID/role given',
    'user/ID/role given',
  ]);
  expect(plan).toMatchObject({ unknown: 0, output: { project: { id: null }, network: { cidr: '192.168.0.0/24' } } });
  expect(cloud.changes()).toEqual([]);
});

describe('refuses before it changes anything', () => {
  it('bad input, with every fault and before any request', async () => {
    const bad = { ...wishes, name: '', email: 'nobody', users: 'alice', cores: -2, floatingIps: 1.5, extra: 1 };
    await expect(cloud.run(createProject, bad)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: {
        faults: expect.arrayContaining(
          ['name', 'email', 'users', 'cores', 'floatingIps', 'extra'].map((path) => expect.objectContaining({ path })),
        ),
      },
    });
    expect(cloud.sim.requests).toEqual([]);
  });

  it('everything that is not there or leaves no room, at once', async () => {
    const run = await create({
      parent: 'nothing',
      network: 'moon',
      users: ['alice', 'nobody'],
      admins: ['noone'],
      securityGroupRules: 3,
    });
    expect(run).toMatchObject({ status: 'refused', changed: false, error: { code: 'REFUSED' } });
    expect(run.error?.message.split('; ')).toEqual([
      "no project has the name or id 'nothing'",
      "network: the configuration has no 'moon' in projects.networks (there is internal, external)",
      "no user has the name or id 'noone'",
      "no user has the name or id 'nobody'",
      'securityGroupRules: 3 is too few, the project takes 11 at once',
    ]);
    expect(cloud.changes()).toEqual([]);
  });

  it.each([
    ['a domain that is not there', { domain: 'mars' }, "no domain has the name or id 'mars'"],
    [
      'a parent of another domain',
      { domain: 'default', parent: 'web' },
      'the parent web is in another domain than Default',
    ],
    ['a user of another domain', { userDomain: 'default', users: ['bob'] }, "no user has the name or id 'bob'"],
    ['a domain of users that is not there', { userDomain: 'mars' }, "no domain has the name or id 'mars'"],
    ['no room for a router', { routers: 0 }, 'routers: 0 is too few, the project takes 1 at once'],
  ])('%s', async (_what, more, why) => {
    const run = await create(more);
    expect(run).toMatchObject({ status: 'refused', changed: false, error: { message: why } });
  });

  it('a profile that the site’s networks do not carry', async () => {
    const own = { kind: 'own' as const, externalNetwork: 'private', range: '10.10.0.0/24' };
    const networks = { inner: own, outer: { ...own, externalNetwork: 'site-external', range: '203.0.113.0/24' } };
    const other = await siteCloud({ projects: { networks } });
    const why = async (more: object) => (await other.run(createProject, { ...wishes, ...more })).error?.message;
    expect(await why({ network: 'inner' })).toBe("the network private of 'inner' is not external");
    expect(await why({ network: 'outer' })).toBe('no subnet is left in 203.0.113.0/24');
    expect(await why({ network: undefined })).toBe('network: name one of inner, outer');
    expect(other.changes()).toEqual([]);
    await other.sim.stop();
  });

  it('a network that can be shared with no more projects', async () => {
    const { state } = cloud.sim;
    const { id } = state.projects.find(({ name }) => name === 'admin')!;
    state.networkQuotas[id] = { rbac_policy: 1 };
    expect(await create()).toMatchObject({
      error: { message: 'rbacPolicies: all 1 of the project admin, which shares networks, are used' },
    });
  });
});

describe('a project of that name', () => {
  const other = () =>
    cloud.sim.state.projects.push({
      ...cloud.sim.state.projects.find(({ name }) => name === 'demo')!,
      ...{ id: 'f'.repeat(32), name: 'shop', description: 'of Ann', tags: ['ann@example.test'] },
    });

  it('that somebody else has made is refused', async () => {
    other();
    expect(await create()).toMatchObject({
      status: 'refused',
      changed: false,
      error: {
        message: expect.stringMatching(/already: it has no tag .*'opsbook', its description is 'of Ann'; with adopt/),
      },
    });
    expect(cloud.changes()).toEqual([]);
  });

  it('is adopted when told, with the description that it has', async () => {
    other();
    expect(await create({ adopt: true })).toMatchObject({ status: 'done', changed: true });
    expect(projectState(cloud)).toMatchObject({
      project: { description: 'of Ann', tags: ['ann@example.test', 'shop-team@example.test', 'opsbook'] },
      networks: ['shop-network'],
    });
  });

  it('becomes immutable when it is adopted so, and no more when that is cancelled', async () => {
    other();
    const run = await cancelledAfter(cloud, createProject, { ...wishes, adopt: true, immutable: true });
    expect(run.undone).toContainEqual({ path: 'immutable', outcome: 'undone' });
    expect(theProject()).toMatchObject({ immutable: false, tags: ['ann@example.test'] });
    expect(await create({ adopt: true, immutable: true })).toMatchObject({ status: 'done', changed: true });
    expect(theProject()).toMatchObject({ immutable: true });
  });

  it('is not adopted below another parent, or while it is disabled', async () => {
    other();
    theProject()!.enabled = false;
    expect(await create({ adopt: true })).toMatchObject({
      error: { message: expect.stringMatching(/it is disabled$/) },
    });
  });
});

it('leaves what it has made where a step fails, and goes on there the next time', async () => {
  const body = { NeutronError: { type: 'OverQuota', message: 'no more routers', detail: '' } };
  cloud.sim.fault.next('POST /network/v2.0/routers', { status: 409, body });
  expect(await create()).toMatchObject({
    status: 'failed',
    changed: true,
    error: { code: 'OPENSTACK_QUOTA', message: expect.stringContaining('no more routers') },
  });
  expect(projectState(cloud)).toMatchObject({ networks: ['shop-network'], subnets: [{}], routers: [], members: [] });
  expect(await create()).toMatchObject({ status: 'done', changed: true });
  expect(projectState(cloud)).toMatchObject({
    networks: ['shop-network'],
    routers: [{ legs: 1 }],
    members: { length: 3 },
  });
});

it('gives the others their role where one cannot get it, and says who', async () => {
  const alice = cloud.sim.state.users.find(({ name }) => name === 'alice')!;
  const path = `PUT /identity/v3/projects/*/users/${alice.id}/roles/*`;
  cloud.sim.fault.next(path, { status: 403, body: { error: { code: 403, message: 'not her', title: 'Forbidden' } } });
  expect(await create()).toMatchObject({
    status: 'failed',
    error: { message: 'made, but without alice' },
    output: {
      users: { changed: [{ name: 'bob' }], failed: [{ name: 'alice', why: expect.stringContaining('not her') }] },
    },
  });
});

describe('cancelled when all is done', () => {
  it('it takes all of it back', async () => {
    const before = projectState(cloud);
    const run = await cancelledAfter(cloud, createProject, { ...wishes, immutable: true, cores: 3 });
    expect(run.status).toBe('cancelled');
    expect(run.undone?.filter(({ outcome }) => outcome !== 'undone')).toEqual([]);
    expect(projectState(cloud)).toEqual(before);
  });

  it('it keeps a project into which somebody has put a server, and all that this may need', async () => {
    let full: object = {};
    const run = await cancelledAfter(cloud, createProject, wishes, () => {
      cloud.sim.addServer({ name: 'early-bird', projectId: theProject()?.id ?? '' });
      full = projectState(cloud);
    });
    const why = 'somebody has put something into it: 1 server (early-bird)';
    expect(run.undone).toEqual(run.undone?.map(({ path }) => ({ path, outcome: 'kept', why })));
    expect(projectState(cloud)).toEqual(full);
  });

  it('it keeps what a server of an adopted project was attached to', async () => {
    const { state } = cloud.sim;
    const demo = state.projects.find(({ name }) => name === 'demo')!;
    cloud.sim.addServer({ name: 'old', projectId: demo.id });
    const run = await cancelledAfter(cloud, createProject, { ...wishes, name: 'demo', adopt: true }, () => {
      const network = state.networks.find(({ name }) => name === 'demo-network')!;
      state.ports.push({ ...state.ports[0]!, id: 'nic', networkId: network.id, deviceOwner: 'compute:nova' });
    });
    expect(run.undone).toContainEqual({ path: 'router', outcome: 'kept', why: 'its network is in use: ports nic' });
    expect(projectState(cloud, 'demo')).toMatchObject({ routers: [{}, { name: 'demo-router', legs: 2 }] });
  });

  it('it leaves a network of the same name that is not its own, and with it the project', async () => {
    const { state } = cloud.sim;
    const theirs = '00000000-0000-4000-8000-000000000000';
    const run = await cancelledAfter(cloud, createProject, wishes, () => {
      const own = state.networks.find(({ name }) => name === 'shop-network')!;
      state.networks.unshift({ ...own, id: theirs });
    });
    expect(state.networks.filter(({ name }) => name === 'shop-network').map(({ id }) => id)).toEqual([theirs]);
    expect(run.undone).toContainEqual({ path: 'network', outcome: 'undone' });
    expect(run.undone?.at(-1)).toEqual({
      path: 'project',
      outcome: 'kept',
      why: 'it still has 1 network (shop-network)',
    });
  });

  it('it leaves another project of that name, and one on which others have roles', async () => {
    const { state } = cloud.sim;
    const bob = state.users.find(({ name }) => name === 'bob')!;
    const shared = await cancelledAfter(cloud, createProject, wishes, () => {
      const [any] = state.roleAssignments.filter(({ projectId }) => projectId === theProject()?.id);
      state.roleAssignments.push({
        ...any!,
        userId: bob.id,
        roleId: state.roles.find(({ name }) => name === 'reader')!.id,
      });
    });
    expect(shared.undone?.at(-1)).toMatchObject({ outcome: 'kept', why: 'others have roles on it: bob (reader)' });
    const replaced = await cancelledAfter(cloud, createProject, { ...wishes, name: 'mall' }, () => {
      state.projects.find(({ name }) => name === 'mall')!.id = 'b'.repeat(32);
    });
    expect(replaced.undone?.at(-1)).toMatchObject({
      outcome: 'kept',
      why: expect.stringMatching(/^it is another one/),
    });
    expect(state.projects.filter(({ id }) => id === 'b'.repeat(32))).toHaveLength(1);
  });

  it('it takes back what is left of its rules and limits where somebody has changed some', async () => {
    const { state } = cloud.sim;
    const { id } = state.projects.find(({ name }) => name === 'demo')!;
    const run = await cancelledAfter(
      cloud,
      createProject,
      { ...wishes, name: 'demo', adopt: true, cores: 7, instances: 9 },
      () => {
        const gone = state.securityGroupRules.find(({ remoteIpPrefix }) => remoteIpPrefix === '8.0.0.0/7')!;
        state.securityGroupRules = state.securityGroupRules.filter((rule) => rule !== gone);
        state.computeQuotas[id] = { ...state.computeQuotas[id], cores: 100 };
      },
    );
    expect(run.undone?.filter(({ outcome }) => outcome !== 'undone')).toEqual([]);
    // Those that neutron gives each group.
    expect(state.securityGroupRules.filter(({ projectId }) => projectId === id)).toHaveLength(4);
    expect(state.computeQuotas[id]).toMatchObject({ cores: 100, instances: -1 });
  });

  it('it leaves an adopted project as it was', async () => {
    const demo = { ...wishes, name: 'demo', adopt: true };
    const before = projectState(cloud, 'demo');
    const run = await cancelledAfter(cloud, createProject, demo);
    expect(run.undone?.filter(({ outcome }) => outcome !== 'undone')).toEqual([]);
    expect({ ...projectState(cloud, 'demo'), quota: {} }).toEqual({ ...before, quota: {}, rules: expect.anything() });
  });
});

it('makes projects without a network where the configuration has none', async () => {
  const bare = await siteCloud({});
  expect(await bare.run(createProject, { ...wishes, network: undefined })).toMatchObject({
    status: 'done',
    output: { network: null },
  });
  expect(SITE.projects?.defaultNetwork).toBe('internal');
  await bare.sim.stop();
});
