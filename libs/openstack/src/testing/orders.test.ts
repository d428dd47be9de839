import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedCloud, simulatedCloud } from './simulated-cloud.test-support.ts';
import type { MigrationOutcome } from './index.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

/** What is left of a migration after half a minute. */
async function after(how: 'live' | 'cold', outcome: MigrationOutcome) {
  const { sim, cloud, wait } = world;
  const { id } = sim.addServer({ name: 'web', host: 'hv1' });
  sim.order.migration('web', outcome);
  const { requestId = '' } = await (how === 'live'
    ? cloud.compute.servers.liveMigrate(id)
    : cloud.compute.servers.migrate(id));
  await wait(30);
  const server = await cloud.compute.servers.get(id);
  const migration = await cloud.compute.migrations.newest(id);
  const action = await cloud.compute.instanceActions.get(id, requestId);
  return {
    status: server.status,
    moved: server.host !== 'hv1',
    migration: migration?.status,
    message: action.message,
    errors: action.events?.filter(({ result }) => result === 'Error').map(({ event }) => event),
  };
}

describe('a live migration that', () => {
  const fine = { status: 'ACTIVE', moved: false, message: null, errors: [] };
  test.each<[MigrationOutcome, object]>([
    ['fails', { ...fine, migration: 'failed', message: 'Error', errors: ['compute_pre_live_migration'] }],
    ['fails-silently', { ...fine, migration: 'failed' }],
    ['no-valid-host', { ...fine, migration: 'error', message: 'Error', errors: ['conductor_live_migrate_instance'] }],
    ['completes-without-moving', { ...fine, migration: 'completed' }],
    ['errs-and-completes', { ...fine, moved: true, migration: 'completed' }],
    [
      'arrives-in-error',
      {
        status: 'ERROR',
        moved: true,
        migration: 'error',
        message: 'Error',
        errors: ['compute_post_live_migration_at_destination'],
      },
    ],
    ['hangs', { ...fine, status: 'MIGRATING', migration: 'running' }],
    [{ seconds: 40 }, { ...fine, status: 'MIGRATING', migration: 'running' }],
    [{ seconds: 20 }, { ...fine, moved: true, migration: 'completed' }],
  ])('%j', async (outcome, expected) => {
    expect(await after('live', outcome)).toEqual(expected);
  });

  test('hangs, ends when it is aborted', async () => {
    await after('live', 'hangs');
    const { cloud, sim, wait } = world;
    const { id } = sim.findServer('web');
    const migration = await cloud.compute.migrations.newest(id);
    await cloud.compute.migrations.abortLive(id, migration?.id ?? 0);
    await wait(1);
    expect(sim.findServer('web')).toMatchObject({ host: 'hv1', taskState: null });
    expect(sim.state.migrations).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('a cold migration that', () => {
  const fine = { status: 'VERIFY_RESIZE', moved: true, message: null, errors: [] };
  test.each<[MigrationOutcome, object]>([
    [
      'fails',
      { status: 'ERROR', moved: false, migration: 'error', message: 'Error', errors: ['compute_resize_instance'] },
    ],
    [
      'no-valid-host',
      {
        status: 'ACTIVE',
        moved: false,
        migration: 'error',
        message: 'Error',
        errors: ['cold_migrate', 'conductor_migrate_server'],
      },
    ],
    ['completes-without-moving', { ...fine, moved: false, migration: 'finished' }],
    ['errs-and-completes', { ...fine, migration: 'finished' }],
    ['hangs', { ...fine, status: 'RESIZE', moved: false, migration: 'migrating' }],
    [{ seconds: 20 }, { ...fine, migration: 'finished' }],
  ])('%j', async (outcome, expected) => {
    expect(await after('cold', outcome)).toEqual(expected);
  });

  test('is never confirmed well, leaves the server in ERROR', async () => {
    const { sim, cloud, wait } = world;
    sim.order.confirm('web', 'fails');
    await after('cold', { seconds: 1 });
    await cloud.compute.servers.confirmResize(sim.findServer('web').id);
    await wait(2);
    expect(sim.findServer('web')).toMatchObject({ vmState: 'error', fault: { code: 500 } });
  });
});

describe('an order', () => {
  test('holds once unless it says how often, for the named server only', async () => {
    const { sim, cloud, wait } = world;
    const ids = ['one', 'two'].map((name) => sim.addServer({ name, host: 'hv1' }).id);
    sim.order.migration('two', 'no-valid-host', { times: 2 });
    for (let round = 0; round < 3; round += 1) {
      for (const id of ids) await cloud.compute.servers.liveMigrate(id);
      await wait(30);
    }
    const statuses = (id: string) => sim.state.migrations.filter((m) => m.serverId === id).map(({ status }) => status);
    expect(statuses(ids[0]!)).toEqual(['completed', 'completed', 'completed']);
    expect(statuses(ids[1]!)).toEqual(['error', 'error', 'completed']);
  });

  test('for a snapshot: its image vanishes, stays in saving, or takes its time', async () => {
    const { sim, cloud, wait } = world;
    const { id } = sim.addServer({ name: 'web', host: 'hv1' });
    sim.order.snapshot('web', 'fails');
    sim.order.snapshot('web', { seconds: 100 });
    sim.order.snapshot('web', 'hangs');
    const first = await cloud.compute.servers.createImage(id, { name: 'first' });
    await wait(5);
    await expect(cloud.image.images.get(first.imageId)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    const second = await cloud.compute.servers.createImage(id, { name: 'second' });
    await wait(60);
    expect(await cloud.image.images.get(second.imageId)).toMatchObject({ status: 'saving' });
    await wait(60);
    expect(await cloud.image.images.get(second.imageId)).toMatchObject({ status: 'active' });
    const third = await cloud.compute.servers.createImage(id, { name: 'third' });
    await wait(100_000);
    expect(await cloud.image.images.get(third.imageId)).toMatchObject({ status: 'saving' });
    expect(sim.findServer('web').taskState).toBe('image_uploading');
  });

  test('for a server that is built: ERROR without a word of the reason, or BUILD for ever', async () => {
    const { sim, cloud, wait } = world;
    const [flavor] = await cloud.compute.flavors.list();
    const [image] = await cloud.image.images.list();
    sim.order.build('broken', 'fails');
    sim.order.build('slow', 'hangs');
    for (const name of ['broken', 'slow', 'fine']) {
      await cloud.compute.servers.create({ name, flavorId: flavor!.id, imageId: image!.id, networks: 'none' });
    }
    await wait(60);
    const found = await cloud.compute.servers.list();
    expect(Object.fromEntries(found.map(({ name, status }) => [name, status]))).toEqual({
      broken: 'ERROR',
      slow: 'BUILD',
      fine: 'ACTIVE',
    });
    const broken = await cloud.compute.servers.get(sim.findServer('broken').id);
    expect(broken.fault?.message).toMatch(/^Exceeded maximum number of retries\./);
  });
});
