import { beforeAll, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { migrateServer } from './migrate.ts';

// The same in every simulated cloud.
let first: string;

beforeAll(async () => {
  const cloud = await testCloud();
  first = cloud.sim.addServer({ name: 'web', host: 'hv1' }).id;
  await cloud.sim.stop();
});

/** One server on hv1, and what the crashes may not change. */
async function world(status: 'ACTIVE' | 'SHUTOFF') {
  const cloud = await testCloud();
  cloud.sim.addServer({ name: 'web', host: 'hv1', status });
  return {
    clock: cloud.clock,
    connect: cloud.connect,
    state: () => stateOf(cloud),
    effects: () => [
      ...cloud.sim.state.instanceActions.map(({ action }) => action),
      ...cloud.sim.state.migrations.map((migration) => `migration ${migration.status}`),
      ...cloud.sim.state.images.map((image) => `${image.name?.split('-')[0]} ${image.status} ${image.owner}`),
    ],
    close: () => cloud.sim.stop(),
  };
}

const stateOf = ({ sim }: TestCloud) =>
  sim.state.servers.map(({ host, vmState, taskState }) => ({ host, vmState, taskState }));

it('moves a running server once, however its process dies: before and after every write of the journal', async () => {
  const result = await crashEverywhere({
    stride: crashStride(9),
    runbooks: [migrateServer],
    input: { cloud: 'test', server: first },
    world: () => world('ACTIVE'),
  });
  expect(result.undisturbed).toMatchObject({
    status: 'done',
    output: { id: first, how: 'live' },
    state: [{ host: 'hv2', vmState: 'active', taskState: null }],
  });
  expect(result.undisturbed.effects).toContain('live-migration');
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});

it('makes one snapshot, moves and confirms once, however its process dies', async () => {
  const result = await crashEverywhere({
    stride: crashStride(9),
    runbooks: [migrateServer],
    input: { cloud: 'test', server: first, snapshot: true },
    world: () => world('SHUTOFF'),
  });
  expect(result.undisturbed).toMatchObject({
    status: 'done',
    output: { id: first, how: 'cold', snapshot: expect.any(String) },
    state: [{ host: 'hv2', vmState: 'stopped', taskState: null }],
  });
  expect(result.undisturbed.effects).toEqual(
    expect.arrayContaining(['createImage', 'migrate', 'confirmResize', 'migration confirmed']),
  );
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});
