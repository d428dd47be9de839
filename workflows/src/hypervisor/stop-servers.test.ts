import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { stopServers } from './stop-servers.ts';

const input = { cloud: 'test', hypervisor: 'hv1' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const stop = (more: object = {}) => cloud.run(stopServers, { ...input, ...more });
const states = () => Object.fromEntries(cloud.sim.state.servers.map(({ name, vmState }) => [name, vmState]));
const add = (name: string, more: object = {}) => cloud.sim.addServer({ name, host: 'hv1', ...more });

function someServers() {
  for (const name of ['a', 'b', 'c']) add(name);
  add('off', { status: 'SHUTOFF' });
  add('paused', { status: 'PAUSED' });
  add('elsewhere', { host: 'hv2' });
}

it('stops what runs there, and nothing else; a second run finds it so', async () => {
  someServers();
  const run = await stop();
  expect(run).toMatchObject({ status: 'done', changed: true, output: { skipped: [], failed: [], left: [] } });
  expect((run.output as { stopped: { name: string }[] }).stopped.map(({ name }) => name).sort()).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(states()).toEqual({
    a: 'stopped',
    b: 'stopped',
    c: 'stopped',
    off: 'stopped',
    paused: 'paused',
    elsewhere: 'active',
  });
  expect(cloud.service('hv1')).toMatchObject({ disabled: false });
  const before = cloud.changes().length;
  expect(await stop()).toMatchObject({ status: 'done', changed: false, output: { stopped: [] } });
  expect(cloud.changes()).toHaveLength(before);
});

it('is content with an empty host, and says that there is no such one', async () => {
  expect(await stop()).toMatchObject({ status: 'done', changed: false, output: { stopped: [], left: [] } });
  expect(await stop({ hypervisor: 'hv9' })).toMatchObject({ status: 'failed', error: { code: 'OPENSTACK_NOT_FOUND' } });
});

it('is planned with nothing but GETs', async () => {
  someServers();
  add('locked', { lockedReason: 'ask Ann' });
  const plan = await cloud.plan(stopServers, input);
  expect(plan).toMatchObject({ changes: 3, unknown: 0, output: { left: [{ name: 'locked' }] } });
  // Who is shown a plan that fails cannot say yes to it.
  expect(plan.error).toBeUndefined();
  expect((await cloud.plan(stopServers, { ...input, includeLocked: true })).changes).toBe(4);
  expect(cloud.changes()).toEqual([]);
});

it('leaves locked ones unless told', async () => {
  add('locked', { lockedReason: 'ask Ann' });
  expect(await stop()).toMatchObject({
    status: 'failed',
    output: { skipped: [{ name: 'locked', why: 'it is locked: ask Ann' }], left: [{ name: 'locked' }] },
  });
  expect(await stop({ includeLocked: true })).toMatchObject({
    status: 'done',
    output: { stopped: [{ name: 'locked' }] },
  });
});

it('goes on past one that cannot be stopped, and says why', async () => {
  for (const name of ['a', 'b']) add(name);
  cloud.sim.order.action('a', 'fails');
  expect(await stop({ concurrency: 1 })).toMatchObject({
    status: 'failed',
    error: { message: '1 servers still run on hv1 (1 failed)' },
    output: {
      stopped: [{ name: 'b' }],
      failed: [{ name: 'a', requestId: expect.stringMatching(/^req-/) }],
      left: [{ name: 'a' }],
    },
  });
});

it.each(['before', 'after'] as const)('stops none twice when the connection breaks %s nova has it', async (cut) => {
  add('a');
  cloud.sim.fault.next('POST /compute/v2.1/servers/*/action', { cut });
  expect(await stop()).toMatchObject({ status: 'done' });
  expect(cloud.sim.state.instanceActions.filter(({ action }) => action === 'stop')).toHaveLength(1);
});

it('starts again what it stopped when it is cancelled, and leaves what somebody else has started or had stopped', async () => {
  someServers();
  const run = await cancelledAfter(cloud, stopServers, input, () => {
    Object.assign(cloud.sim.findServer('a'), { vmState: 'active', powerState: 1 });
  });
  expect(run.status).toBe('cancelled');
  expect(run.undone?.map(({ outcome }) => outcome).sort()).toEqual(['absent', 'undone', 'undone']);
  expect(cloud.sim.state.instanceActions.filter(({ action }) => action === 'start')).toHaveLength(2);
  expect(states()).toMatchObject({ off: 'stopped', elsewhere: 'active' });
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { cloud: '', hypervisor: 7, concurrency: 0, force: true };
  await expect(stop(bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'hypervisor', 'concurrency', 'force'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    stride: crashStride(10),
    runbooks: [stopServers],
    input,
    world: async () => {
      const own = await testCloud();
      for (const name of ['a', 'b']) own.sim.addServer({ name, host: 'hv1' });
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => own.sim.state.servers.map(({ name, vmState, taskState }) => ({ name, vmState, taskState })),
        effects: () => own.sim.state.instanceActions.map(({ serverId, action }) => `${serverId} ${action}`),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: [{ vmState: 'stopped' }, { vmState: 'stopped' }] });
  expect(result.undisturbed.effects).toHaveLength(2);
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
