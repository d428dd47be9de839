import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { flatten } from '@opsbook/runbook';
import { testCloud } from '../cloud.test-support.ts';
import { type Given, type World, oneServer } from './migrate.test-support.ts';
import { migrateServer } from './migrate.ts';

let world: World;
beforeEach(async () => {
  world = await oneServer();
});
afterEach(() => world.cloud.sim.stop());

describe('a server that can be moved', () => {
  it.each(['ACTIVE', 'PAUSED'] as const)('is moved live when it is %s, and stays so', async (status) => {
    const { vmState } = world.add({ status });
    const run = await world.migrate();
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(run.output).toEqual({
      id: world.web().id,
      name: 'web',
      from: 'hv1',
      to: world.web().host,
      how: 'live',
      seconds: expect.any(Number),
      migrationId: world.migrations()[0]?.id,
      requestId: world.requestOf('live-migration'),
      snapshot: null,
    });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState, taskState: null });
    expect(world.migrations()).toHaveLength(1);
    expect(world.snapshots()).toEqual([]);
  });

  it.each([
    ['SHUTOFF', {}],
    ['SHUTOFF', { liveMigration: false }],
    ['ACTIVE', { liveMigration: false }],
  ] as const)('is moved cold and confirmed when it is %s (%j)', async (status, more) => {
    const { vmState } = world.add({ status });
    expect(await world.migrate(more)).toMatchObject({
      status: 'done',
      output: { how: 'cold', to: 'hv2', migrationId: world.migrations()[0]?.id, requestId: world.requestOf('migrate') },
    });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState, taskState: null });
    expect(world.migrations()).toMatchObject([{ status: 'confirmed' }]);
  });

  it('is moved cold where a rule of the site says so', async () => {
    const site = { migration: { policies: [{ name: 'db', match: { serverName: 'web' }, action: 'cold' as const }] } };
    const ruled = await testCloud(site);
    const { id } = ruled.sim.addServer({ name: 'web', host: 'hv1' });
    expect(await ruled.run(migrateServer, { cloud: 'test', server: id })).toMatchObject({ output: { how: 'cold' } });
    await ruled.sim.stop();
  });

  it.each([true, false])('goes to the host that was given (live: %s)', async (liveMigration) => {
    world.add();
    expect(await world.migrate({ liveMigration, destination: 'hv4' })).toMatchObject({
      status: 'done',
      output: { to: 'hv4' },
    });
    expect(world.web().host).toBe('hv4');
  });

  it('is left alone where it is on that host already', async () => {
    world.add({ status: 'ERROR' });
    expect(await world.migrate({ destination: 'hv1', snapshot: true })).toMatchObject({
      status: 'done',
      changed: false,
      output: { from: 'hv1', to: 'hv1', seconds: 0, migrationId: null, note: 'it is there already' },
    });
    expect(world.cloud.changes()).toEqual([]);
  });

  it('comes along locked when that is asked for', async () => {
    world.add({ locked: true });
    expect(await world.migrate({ includeLocked: true })).toMatchObject({ status: 'done', output: { to: 'hv2' } });
  });
});

describe('a plan', () => {
  it.each([
    ['ACTIVE', {}, ['moved'], "live, from hv1 to the scheduler's choice"],
    ['ACTIVE', { destination: 'hv3' }, ['moved'], 'live, from hv1 to hv3'],
    [
      'SHUTOFF',
      { snapshot: true },
      ['snapshot', 'snapshot owned by the project', 'moved', 'confirmed'],
      "cold, from hv1 to the scheduler's choice",
    ],
  ] as const)(
    'says what would become of a server that is %s (%j), with nothing but GETs',
    async (status, more, paths, how) => {
      world.add({ status });
      const plan = await world.cloud.plan(migrateServer, { cloud: 'test', server: world.web().id, ...more });
      const nodes = flatten(plan.steps);
      expect(plan.error).toBeUndefined();
      expect(nodes.filter((node) => node.status === 'would-change').map(({ path }) => path)).toEqual(paths);
      expect(nodes.find(({ path }) => path === 'moved')?.detail).toBe(how);
      expect(world.cloud.changes()).toEqual([]);
    },
  );

  it('says why a server would not be moved', async () => {
    world.add({ status: 'SUSPENDED' });
    const plan = await world.cloud.plan(migrateServer, { cloud: 'test', server: world.web().id });
    expect(plan).toMatchObject({
      changes: 0,
      error: { code: 'REFUSED', message: expect.stringContaining('suspended') },
    });
  });
});

describe('refused before anything is done', () => {
  it('is bad input, with every fault and before any request', async () => {
    const bad = {
      cloud: '',
      server: 'web',
      destination: '',
      liveMigration: 1,
      snapshot: 'no',
      onCancel: 'stop',
      fast: true,
    };
    await expect(world.cloud.run(migrateServer, bad)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: {
        faults: expect.arrayContaining([...Object.keys(bad)].map((path) => expect.objectContaining({ path }))),
      },
    });
    expect(world.cloud.sim.requests).toEqual([]);
  });

  it.each<[string, Given, string]>([
    ['locked', { lockedReason: 'audit' }, 'web cannot be moved: it is locked: audit'],
    ['busy', { taskState: 'image_uploading' }, 'web cannot be moved: nova is busy with it: image_uploading'],
    ['in ERROR', { status: 'ERROR' }, 'web cannot be moved: it is in ERROR'],
    ['waiting to be confirmed', { status: 'VERIFY_RESIZE' }, 'web cannot be moved: its last resize waits'],
    ['shelved', { status: 'SHELVED_OFFLOADED' }, 'web is on no hypervisor (SHELVED_OFFLOADED)'],
    ['on a GPU', { flavor: 'g-a100' }, "web cannot be moved: policy 'passed-through devices'"],
  ])('is a server that is %s, although a snapshot is asked for', async (_, given, why) => {
    world.add(given);
    expect(await world.migrate({ snapshot: true })).toMatchObject({
      status: 'refused',
      changed: false,
      error: { code: 'REFUSED', message: expect.stringContaining(why) },
    });
    expect(world.cloud.changes()).toEqual([]);
  });

  it.each([
    ['is disabled', { disabled: true, disabledReason: 'bad memory' }, "hv3 takes no servers: disabled, 'bad memory'"],
    ['is down', { forcedDown: true }, 'hv3 takes no servers: nova sees it down'],
  ])('is a destination that %s', async (_, service, why) => {
    world.add();
    Object.assign(world.cloud.service('hv3') ?? {}, service);
    expect(await world.migrate({ destination: 'hv3', snapshot: true })).toMatchObject({
      status: 'refused',
      error: { code: 'REFUSED', message: why },
    });
    expect(world.cloud.changes()).toEqual([]);
  });

  it('is a destination, and a server, that there is not', async () => {
    world.add();
    expect(await world.migrate({ destination: 'hv9', snapshot: true })).toMatchObject({
      status: 'failed',
      error: { code: 'OPENSTACK_NOT_FOUND', message: expect.stringContaining("host 'hv9'") },
    });
    expect(await world.migrate({ server: '00000000-0000-4000-8000-000000000000' })).toMatchObject({
      status: 'failed',
      error: { code: 'OPENSTACK_NOT_FOUND' },
    });
    expect(world.cloud.changes()).toEqual([]);
  });
});
