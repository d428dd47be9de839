import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { deleteServer } from './delete.ts';

let cloud: TestCloud;
let server: string;
beforeEach(async () => {
  cloud = await testCloud();
  server = cloud.sim.addServer({ name: 'web', host: 'hv1' }).id;
});
afterEach(() => cloud.sim.stop());

const remove = (more: object = {}) => cloud.run(deleteServer, { cloud: 'test', server, ...more });
const names = () => cloud.sim.state.servers.map(({ name }) => name);

it('deletes it, and finds it gone the second time', async () => {
  expect(await remove()).toMatchObject({ status: 'done', changed: true, output: { id: server, name: 'web' } });
  expect(names()).toEqual([]);
  expect(await remove()).toMatchObject({ status: 'done', changed: false, output: { name: null } });
});

it('deletes it for good where the cloud keeps what is deleted', async () => {
  cloud.sim.options.reclaimInstanceInterval = 3600;
  expect(await remove()).toMatchObject({ status: 'done' });
  expect(names()).toEqual([]);
});

it('is planned with nothing but GETs', async () => {
  expect(await cloud.plan(deleteServer, { cloud: 'test', server })).toMatchObject({ changes: 1, risk: 'destructive' });
  expect(cloud.changes()).toEqual([]);
});

it('refuses a locked one unless told', async () => {
  const locked = cloud.sim.addServer({ name: 'locked', host: 'hv1', lockedReason: 'ask Ann' }).id;
  expect(await remove({ server: locked })).toMatchObject({
    status: 'refused',
    error: { message: 'locked is locked: ask Ann' },
  });
  expect(names()).toContain('locked');
  expect(await remove({ server: locked, includeLocked: true })).toMatchObject({ status: 'done' });
  expect(names()).toEqual(['web']);
});

it('says what nova answered when it will not', async () => {
  cloud.sim.fault.next('POST /compute/v2.1/servers/*/action', {
    status: 403,
    body: { forbidden: { code: 403, message: 'Policy does not allow it.' } },
  });
  expect(await remove()).toMatchObject({ status: 'failed', error: { code: 'OPENSTACK_FORBIDDEN' } });
  expect(names()).toEqual(['web']);
});

it('refuses bad input with every fault and before any request', async () => {
  await expect(remove({ cloud: '', server: 'web', force: true })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(['cloud', 'server', 'force'].map((path) => expect.objectContaining({ path }))),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    stride: crashStride(3),
    runbooks: [deleteServer],
    input: { cloud: 'test', server },
    world: async () => {
      const own = await testCloud();
      own.sim.addServer({ name: 'web', host: 'hv1' });
      own.sim.addServer({ name: 'other', host: 'hv1' });
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => own.sim.state.servers.map(({ name }) => name),
        effects: () => [],
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: ['other'] });
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
