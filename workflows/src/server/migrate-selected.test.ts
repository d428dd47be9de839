import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { flatten } from '@opsbook/runbook';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { migrateSelected } from './migrate-selected.ts';

const input = { cloud: 'test', where: ["name~'^web-'"] };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const migrate = (more: object = {}) => cloud.run(migrateSelected, { ...input, ...more });

function someServers() {
  cloud.sim.addServer({ name: 'web-1', host: 'hv1' });
  cloud.sim.addServer({ name: 'web-2', host: 'hv2', status: 'SHUTOFF' });
  cloud.sim.addServer({ name: 'web-3', host: 'hv4', status: 'ERROR' });
  cloud.sim.addServer({ name: 'db', host: 'hv1' });
}

it('moves what the query finds, says what it could not, and touches nothing else', async () => {
  someServers();
  const run = await migrate();
  expect(run).toMatchObject({
    status: 'done',
    changed: true,
    output: {
      found: 3,
      moved: [
        { name: 'web-1', from: 'hv1', how: 'live' },
        { name: 'web-2', from: 'hv2', how: 'cold' },
      ],
      skipped: [{ name: 'web-3', why: expect.stringContaining('it is in ERROR') }],
      failed: [],
    },
  });
  expect(cloud.hosts()).toMatchObject({ db: 'hv1', 'web-3': 'hv4' });
  expect(cloud.hosts()['web-1']).not.toBe('hv1');
});

it('combines conditions, sends to the destination, and has nothing to do when all are there', async () => {
  someServers();
  const all = { where: ["name~'^web-'", 'status=ACTIVE'], destination: 'hv3' };
  expect(await migrate(all)).toMatchObject({ status: 'done', output: { found: 1, moved: [{ to: 'hv3' }] } });
  expect(await migrate(all)).toMatchObject({
    status: 'done',
    changed: false,
    output: { moved: [], skipped: [{ name: 'web-1', why: 'it is on hv3 already' }] },
  });
});

it('is content with a query that finds nothing', async () => {
  expect(await migrate()).toMatchObject({ status: 'done', changed: false, output: { found: 0, moved: [] } });
});

it('is planned with nothing but GETs, and the plan lists the servers and those without a destination', async () => {
  someServers();
  for (const { host } of cloud.sim.state.hypervisors) {
    if (host !== 'hv1') Object.assign(cloud.service(host) ?? {}, { disabled: true });
  }
  const plan = await cloud.plan(migrateSelected, input);
  const lanes = flatten(plan.steps).filter(({ path }) => /^move\/[^/]+$/.test(path));
  expect(lanes.map(({ name, why }) => [name, why])).toEqual([
    ['web-1', 'would fail: 3 hosts: 3 are disabled (hv2, hv3, hv4)'],
    ['web-2', undefined],
    ['web-3', expect.stringContaining('ERROR')],
  ]);
  expect(plan).toMatchObject({ changes: 2, unknown: 0 });
  expect(cloud.changes()).toEqual([]);
});

it('is refused when it finds more than expected', async () => {
  someServers();
  expect(await migrate({ most: 2 })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('more than 2 servers fulfil these conditions') },
  });
  expect(cloud.changes()).toEqual([]);
});

it('goes on past one that fails, and has failed', async () => {
  someServers();
  cloud.sim.order.migration('web-1', 'fails');
  expect(await migrate()).toMatchObject({
    status: 'failed',
    error: { message: '1 of 3 servers failed' },
    output: { moved: [{ name: 'web-2' }], failed: [{ name: 'web-1' }] },
  });
});

it('refuses bad input with every fault and before any request, conditions that cannot be read among them', async () => {
  const faults = (paths: string[]) => ({
    code: 'INVALID_INPUT',
    details: { faults: expect.arrayContaining(paths.map((path) => expect.objectContaining({ path }))) },
  });
  await expect(migrate({ where: [], most: 0, limit: 5 })).rejects.toMatchObject(faults(['where', 'most', 'limit']));
  await expect(migrate({ where: ['name~^web', 'colour=red'], concurrency: 0 })).rejects.toMatchObject(
    faults(['where[1]', 'concurrency']),
  );
  expect(cloud.sim.requests).toEqual([]);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    stride: crashStride(15),
    runbooks: [migrateSelected],
    input,
    world: async () => {
      const own = await testCloud();
      own.sim.addServer({ name: 'web-1', host: 'hv1' });
      own.sim.addServer({ name: 'web-2', host: 'hv1', status: 'SHUTOFF' });
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => own.sim.state.servers.map(({ name, vmState, host }) => ({ name, vmState, moved: host !== 'hv1' })),
        effects: () => own.sim.state.migrations.map(({ serverId, status }) => `${serverId} ${status}`),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: [{ moved: true }, { moved: true }] });
  expect(result.undisturbed.effects).toHaveLength(2);
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
