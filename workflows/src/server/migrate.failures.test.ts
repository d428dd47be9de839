import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { ACTION, type World, asks, oneServer } from './migrate.test-support.ts';

let world: World;
beforeEach(async () => {
  world = await oneServer();
});
afterEach(() => world.cloud.sim.stop());

describe('a move that goes wrong', () => {
  it.each([
    ['fails', 'compute_pre_live_migration: The destination refused the guest.'],
    ['fails-silently', 'as failed'],
    ['no-valid-host', 'No valid host was found'],
    ['completes-without-moving', 'completed, but the server is still on hv1'],
    ['arrives-in-error', 'it is in ERROR: The guest did not start.'],
  ] as const)('live: one that %s has failed, with the reason and the request', async (outcome, why) => {
    world.add();
    world.cloud.sim.order.migration('web', outcome);
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: {
        code: 'STEP_FAILED',
        message: expect.stringContaining(why),
        requestId: world.requestOf('live-migration'),
      },
    });
    expect(world.migrations()).toHaveLength(1);
  });

  it.each([
    ['fails', 'it is in ERROR: The disk could not be copied.'],
    ['no-valid-host', 'No valid host found for cold migrate'],
    ['completes-without-moving', 'finished, but the server is still on hv1'],
  ] as const)('cold: one that %s has failed, and nothing is confirmed', async (outcome, why) => {
    world.add({ status: 'SHUTOFF' });
    world.cloud.sim.order.migration('web', outcome);
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_FAILED', message: expect.stringContaining(why), requestId: world.requestOf('migrate') },
    });
    expect(world.web().host).toBe('hv1');
    expect(world.actions()).toEqual(['migrate']);
  });

  it.each([true, false])(
    'that nova calls an error and that completes after all has succeeded (live: %s)',
    async (liveMigration) => {
      world.add();
      world.cloud.sim.order.migration('web', 'errs-and-completes');
      expect(await world.migrate({ liveMigration })).toMatchObject({ status: 'done', output: { to: 'hv2' } });
    },
  );

  it.each([true, false])('that never ends is given up after the configured time (live: %s)', async (liveMigration) => {
    world.add();
    world.cloud.sim.order.migration('web', 'hangs');
    expect(await world.migrate({ liveMigration })).toMatchObject({
      status: 'failed',
      error: { code: 'TIMED_OUT', message: "'moved' was still under way after 300 s" },
    });
    expect(world.migrations()).toHaveLength(1);
  });

  it('before nova has made a record of it has failed with the reason of the action', async () => {
    world.add();
    world.cloud.sim.order.migration('web', 'no-valid-host');
    world.later(1, () => void world.migrations().splice(0));
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('No valid host'), requestId: world.requestOf('live-migration') },
    });
  });

  it('to a host that was given and is full has failed: it is not moved elsewhere', async () => {
    world.add();
    Object.assign(world.cloud.sim.state.hypervisors.find(({ host }) => host === 'hv3') ?? {}, { ramMiB: 1024 });
    expect(await world.migrate({ destination: 'hv3' })).toMatchObject({
      status: 'refused',
      error: { message: 'web has nowhere to go: hv3 lacks 2048 MiB of memory' },
    });
    expect(world.actions()).toEqual([]);
    expect(await world.migrate({ destination: 'hv3', preflight: false })).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('No valid host') },
    });
    expect(world.web().host).toBe('hv1');
  });

  it('because nova refuses it leaves the server untouched', async () => {
    world.add();
    world.cloud.sim.fault.next(ACTION, {
      status: 403,
      body: { forbidden: { code: 403, message: 'Policy does not allow it.' } },
    });
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      changed: false,
      error: { code: 'OPENSTACK_FORBIDDEN', message: expect.stringContaining('Policy does not allow it.') },
    });
    expect(world.web()).toMatchObject({ host: 'hv1', taskState: null });
  });
});

describe('an answer that is lost', () => {
  const cases = (['before', 'after'] as const).flatMap((cut) => [
    { cut, key: 'os-migrateLive', how: 'live' },
    { cut, key: 'migrate', how: 'cold' },
    { cut, key: 'confirmResize', how: 'cold' },
  ]);

  it.each(cases)('$cut nova has $key makes it happen neither twice nor never', async ({ cut, key, how }) => {
    world.add();
    world.cloud.sim.fault.next(ACTION, { cut }, { when: asks(key) });
    expect(await world.migrate({ liveMigration: how === 'live' })).toMatchObject({
      status: 'done',
      output: { how, to: 'hv2' },
    });
    expect(world.cloud.sim.fault.pending).toBe(0);
    expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'active', taskState: null });
    expect(world.actions()).toEqual(how === 'live' ? ['live-migration'] : ['migrate', 'confirmResize']);
  });
});

it('a request whose answer is lost is not made again while nova shows its action, and neither a task nor a record', async () => {
  world.add();
  world.cloud.sim.order.migration('web', { seconds: 60 });
  world.cloud.sim.fault.next(ACTION, { cut: 'after' });
  world.later(1, () => {
    world.web().taskState = null;
    world.migrations().splice(0);
  });
  expect(await world.migrate()).toMatchObject({ status: 'done', output: { to: 'hv2' } });
  expect(world.actions()).toEqual(['live-migration']);
});

it('a server has not arrived while nova is still busy with it on its new host', async () => {
  world.add();
  // It is handed over from 3.85 s to 4.15 s, and the run looks every two seconds.
  world.cloud.sim.order.migration('web', { seconds: 2.25 });
  expect(await world.migrate()).toMatchObject({ status: 'done', output: { to: 'hv2', seconds: 6 } });
  expect(world.web().taskState).toBeNull();
});

describe('a cancel', () => {
  it.each([0.5, 5])('after %s s that is to abort ends a live migration that hangs', async (after) => {
    world.add();
    world.cloud.sim.order.migration('web', 'hangs');
    const run = await world.cancelled(after, { onCancel: 'abort' });
    expect(run).toMatchObject({ status: 'cancelled' });
    expect(run.error).toBeUndefined();
    expect(world.migrations()).toMatchObject([{ status: 'cancelled' }]);
    expect(world.web()).toMatchObject({ host: 'hv1', vmState: 'active', taskState: null });
  });

  it('that is to finish waits for a live migration that hangs until its time is over, and says so', async () => {
    world.add();
    world.cloud.sim.order.migration('web', 'hangs');
    expect(await world.cancelled(5)).toMatchObject({ status: 'cancelled', error: { code: 'TIMED_OUT' } });
    expect(world.migrations()).toMatchObject([{ status: 'running' }]);
  });

  it('that is to finish lets a live migration come to its end', async () => {
    world.add();
    expect(await world.cancelled(3)).toMatchObject({ status: 'cancelled' });
    // Nova ends the record a moment after the server has arrived.
    await sleep(world.cloud.clock, 5000);
    expect(world.web()).toMatchObject({ host: 'hv2', taskState: null });
    expect(world.migrations()).toMatchObject([{ status: 'completed' }]);
  });

  it.each(['finish', 'abort'] as const)(
    'that is to %s lets a cold migration come to its end, confirmed',
    async (onCancel) => {
      world.add({ status: 'SHUTOFF' });
      world.cloud.sim.order.migration('web', { seconds: 60 });
      expect(await world.cancelled(10, { onCancel })).toMatchObject({ status: 'cancelled' });
      expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'stopped', taskState: null });
      expect(world.migrations()).toMatchObject([{ status: 'confirmed' }]);
    },
  );

  it('during the snapshot leaves the server where it is', async () => {
    world.add();
    world.cloud.sim.order.snapshot('web', { seconds: 60 });
    expect(await world.cancelled(10, { snapshot: true })).toMatchObject({ status: 'cancelled' });
    expect(world.web().host).toBe('hv1');
    expect(world.actions()).toEqual(['createImage']);
  });
});
