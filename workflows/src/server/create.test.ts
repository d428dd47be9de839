import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { createServer } from './create.ts';

const input = { cloud: 'test', name: 'web', flavor: 'm1.small', image: 'cirros', hypervisor: 'hv3' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const create = (more: object = {}) => cloud.run(createServer, { ...input, ...more });
const servers = () => cloud.sim.state.servers.map(({ name, host, vmState }) => `${name} ${host ?? '-'} ${vmState}`);

it('builds it where it should be, and a second run builds no second one', async () => {
  const run = await create();
  expect(run).toMatchObject({ status: 'done', changed: true, output: { name: 'web', host: 'hv3', status: 'ACTIVE' } });
  expect(servers()).toEqual(['web hv3 active']);
  expect(cloud.sim.findServer('web')).toMatchObject({
    metadata: { opsbook_run: run.id },
    flavor: { name: 'm1.small' },
  });
  const again = await create();
  expect(again).toMatchObject({ status: 'done', changed: false, output: (run.output ?? {}) as object });
  expect(servers()).toHaveLength(1);
});

it('builds by ids, by the choice of the scheduler, in a network', async () => {
  const [network] = cloud.sim.state.networks;
  const flavor = cloud.sim.state.flavors.find(({ name }) => name === 'm1.tiny')?.id;
  const image = cloud.sim.state.images[0]?.id;
  const more = { flavor, image, network: network?.id, hypervisor: undefined, availabilityZone: 'nova' };
  const run = await create(more);
  expect(run).toMatchObject({
    status: 'done',
    output: { host: expect.stringMatching(/^hv/), addresses: [expect.any(String)] },
  });
});

it('says everything that is not to be found at once, and builds nothing', async () => {
  const run = await create({ flavor: 'm9', image: 'no-such', network: 'nowhere' });
  expect(run).toMatchObject({ status: 'refused', error: { code: 'REFUSED' } });
  for (const name of ['m9', 'no-such', 'nowhere']) expect(run.error?.message).toContain(`'${name}'`);
  expect(servers()).toEqual([]);
});

it('refuses a name that a server has which no run made, and a hypervisor that takes none', async () => {
  const admin = cloud.sim.state.projects.find(({ name }) => name === 'admin')?.id ?? '';
  cloud.sim.addServer({ name: 'web', host: 'hv1', projectId: admin });
  expect(await create()).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('no run has made') },
  });
  Object.assign(cloud.service('hv3') ?? {}, { disabled: true, disabledReason: 'bad memory' });
  expect(await create({ name: 'other' })).toMatchObject({
    status: 'refused',
    error: { message: "hv3 takes no servers: disabled, 'bad memory'" },
  });
});

it('does not take one of another flavor for its own', async () => {
  await create();
  expect(await create({ flavor: 'm1.large' })).toMatchObject({
    status: 'failed',
    error: { message: expect.stringMatching(/server .* of this name is a m1.small/) },
  });
  expect(await create({ hypervisor: 'hv2' })).toMatchObject({
    status: 'failed',
    error: { message: expect.stringMatching(/is on hv3. It is left/) },
  });
  expect(servers()).toEqual(['web hv3 active']);
});

it('is planned with nothing but GETs', async () => {
  const plan = await cloud.plan(createServer, input);
  expect(plan).toMatchObject({ changes: 1 });
  expect(cloud.changes()).toEqual([]);
});

it('tells the fault of one that cannot be built, and leaves it to be looked at', async () => {
  cloud.sim.order.build('web', 'fails');
  const run = await create();
  expect(run).toMatchObject({
    status: 'failed',
    error: {
      message: expect.stringMatching(/is in ERROR: Exceeded maximum number of retries.* It is left: server .*ERROR/),
    },
    output: { status: 'ERROR' },
  });
  expect(servers()).toEqual(['web - error']);
});

it('deletes it instead when told, but never one that an earlier run has left', async () => {
  cloud.sim.order.build('web', 'fails');
  expect(await create({ deleteOnFailure: true })).toMatchObject({
    status: 'failed',
    error: { message: expect.stringMatching(/It was deleted$/) },
  });
  expect(servers()).toEqual([]);
  cloud.sim.order.build('web', 'fails');
  await create();
  expect(await create({ deleteOnFailure: true })).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('It is left') },
  });
  expect(servers()).toHaveLength(1);
});

it('gives up one that is never built', async () => {
  cloud.sim.order.build('web', 'hangs');
  expect(await create({ timeout: 60, deleteOnFailure: true })).toMatchObject({
    status: 'failed',
    error: { message: expect.stringMatching(/It was deleted$/) },
  });
});

it('says what nova answered when it will not build', async () => {
  cloud.sim.fault.next('POST /compute/v2.1/servers', {
    status: 403,
    body: { forbidden: { code: 403, message: 'Quota exceeded for cores' } },
  });
  expect(await create()).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('Quota exceeded for cores') },
  });
});

it.each(['before', 'after'] as const)('builds no second one when the connection breaks %s nova has it', async (cut) => {
  cloud.sim.fault.next('POST /compute/v2.1/servers', { cut });
  expect(await create()).toMatchObject({ status: 'done' });
  expect(servers()).toEqual(['web hv3 active']);
});

it('deletes what it has built when it is cancelled', async () => {
  const run = await cancelledAfter(cloud, createServer, input);
  expect(run).toMatchObject({ status: 'cancelled', undone: [{ path: 'built', outcome: 'undone' }] });
  expect(servers()).toEqual([]);
});

it('keeps what an earlier run has built when it is cancelled', async () => {
  await create();
  expect(await cancelledAfter(cloud, createServer, input)).toMatchObject({ status: 'cancelled', undone: [] });
  expect(servers()).toEqual(['web hv3 active']);
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { cloud: '', name: ' ', flavor: '', image: 7, timeout: 1, volume: 'x' };
  await expect(create(bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'name', 'flavor', 'image', 'timeout', 'volume'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    stride: crashStride(5),
    runbooks: [createServer],
    input,
    world: async () => {
      const own = await testCloud();
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => own.sim.state.servers.map(({ name, host, vmState }) => ({ name, host, vmState })),
        effects: () => own.sim.state.instanceActions.map(({ action }) => action),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({
    status: 'done',
    state: [{ name: 'web', host: 'hv3', vmState: 'active' }],
  });
  expect(result.undisturbed.effects).toEqual(['create']);
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
