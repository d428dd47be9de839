import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { ACTION, SERVER, type World, asks, oneServer } from './migrate.test-support.ts';

let world: World;
beforeEach(async () => {
  world = await oneServer();
});
afterEach(() => world.cloud.sim.stop());

describe('a cloud that confirms by itself', () => {
  const confirm = () => {
    world.web().vmState = world.web().vmStateBefore;
    for (const migration of world.migrations()) migration.status = 'confirmed';
  };

  /** Who confirmed; what the cloud does by itself goes by the server's own user. */
  const confirmations = () =>
    world.cloud.sim.state.instanceActions
      .filter(({ action }) => action === 'confirmResize')
      .map(({ userId }) => userId);

  it('may be done before anybody sees the server wait', async () => {
    world.add({ status: 'SHUTOFF' });
    world.cloud.sim.options.resizeConfirmWindow = 1;
    expect(await world.migrate()).toMatchObject({ status: 'done', output: { how: 'cold', to: 'hv2' } });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'stopped' });
    expect(confirmations()).toEqual([world.user('demo')]);
  });

  it('may be done between the look and the request, which is a 409 then', async () => {
    world.add({ status: 'SHUTOFF' });
    world.uponRequest(ACTION, confirm, asks('confirmResize'));
    expect(await world.migrate()).toMatchObject({ status: 'done', output: { to: 'hv2' } });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'stopped' });
    expect(world.actions()).toEqual(['migrate']);
  });

  it('may be at it when the request comes, which is a 400 then', async () => {
    world.add({ status: 'SHUTOFF' });
    const begins = () => {
      for (const migration of world.migrations()) migration.status = 'confirming';
      world.later(10, confirm);
    };
    world.uponRequest(ACTION, begins, asks('confirmResize'));
    expect(await world.migrate()).toMatchObject({ status: 'done', output: { to: 'hv2' } });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'stopped' });
    expect(confirmations()).toEqual([]);
  });

  it('may be at it already when the server is first seen to wait: it is not asked then', async () => {
    world.add({ status: 'SHUTOFF' });
    world.cloud.sim.options.resizeConfirmWindow = 1.5;
    world.cloud.sim.order.confirm('web', { seconds: 10 });
    expect(await world.migrate()).toMatchObject({ status: 'done', output: { to: 'hv2' } });
    expect(confirmations()).toEqual([world.user('demo')]);
    expect(world.cloud.changes()).toHaveLength(1);
  });

  it('or by us, may fail at it: then the server is in ERROR on its new host', async () => {
    world.add({ status: 'SHUTOFF' });
    world.cloud.sim.order.confirm('web', 'fails');
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: {
        code: 'STEP_FAILED',
        message: expect.stringContaining('The copy on the old host could not be removed.'),
      },
    });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'error' });
  });

  it('does not hide that the confirmation was refused for another reason', async () => {
    world.add({ status: 'SHUTOFF' });
    const body = { conflictingRequest: { code: 409, message: 'The cell is away.' } };
    world.cloud.sim.fault.always(ACTION, { status: 409, body }, { when: asks('confirmResize') });
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: { code: 'OPENSTACK_CONFLICT', message: expect.stringContaining('The cell is away.') },
    });
    expect(world.web()).toMatchObject({ host: 'hv2', vmState: 'resized' });
  });
});

describe('what others do with the server', () => {
  it('in another migration, newer than ours, is neither taken for ours nor hides how ours ended', async () => {
    world.add();
    world.cloud.sim.order.migration('web', 'fails-silently');
    world.later(1.5, () => {
      world.othersMigration({ status: 'completed', destCompute: 'hv1' });
      const [ours] = world.cloud.sim.state.instanceActions;
      if (ours === undefined) return;
      world.cloud.sim.state.instanceActions.push({
        ...ours,
        requestId: 'req-other',
        userId: world.user('demo'),
        message: 'Error',
      });
    });
    const run = await world.migrate();
    expect(run).toMatchObject({
      status: 'failed',
      error: {
        code: 'STEP_FAILED',
        message: `'moved' failed: nova ended migration ${world.migrations()[0]?.id} as failed`,
        requestId: world.cloud.sim.state.instanceActions[0]?.requestId,
      },
    });
  });

  it('in another migration that failed does not disturb ours', async () => {
    world.add();
    world.uponRequest(ACTION, () => world.othersMigration({ status: 'error' }));
    expect(await world.migrate()).toMatchObject({
      status: 'done',
      output: { to: 'hv2', migrationId: world.migrations().find(({ userId }) => userId === world.user('admin'))?.id },
    });
  });

  it('by moving it away themselves is what was wanted: nothing is left to do', async () => {
    world.add();
    world.uponRequest(SERVER, () =>
      world.later(10, () => Object.assign(world.web(), { host: 'hv4', taskState: null })),
    );
    world.uponRequest('GET /compute/v2.1/servers/*/os-instance-actions', () => {
      world.web().taskState = 'migrating';
    });
    expect(await world.migrate()).toMatchObject({
      status: 'done',
      changed: false,
      output: { to: 'hv4', migrationId: null },
    });
    expect(world.cloud.changes()).toEqual([]);
  });

  it('by moving it away is no success when another destination was asked for', async () => {
    world.add();
    world.uponRequest('GET /compute/v2.1/servers/*/os-instance-actions', () => {
      world.web().host = 'hv4';
    });
    expect(await world.migrate({ destination: 'hv3' })).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_FAILED', message: "'moved' failed: it is on hv4, and not on hv3" },
    });
    expect(world.cloud.changes()).toEqual([]);
  });

  it('by resizing it while ours fails is no success of ours', async () => {
    world.add();
    world.cloud.sim.order.migration('web', 'hangs');
    world.later(30, () => {
      const [ours] = world.migrations();
      Object.assign(ours ?? {}, { status: 'failed', running: null });
      Object.assign(world.web(), { host: 'hv4', vmState: 'resized', taskState: null });
      world.othersMigration({ type: 'resize', status: 'finished', destCompute: 'hv4' });
    });
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_FAILED', message: expect.stringContaining('somebody else has moved or resized it to hv4') },
    });
  });

  it('by resizing it is never confirmed by us', async () => {
    world.add({ status: 'SHUTOFF' });
    world.uponRequest(ACTION, () => {
      Object.assign(world.web(), { host: 'hv4', vmState: 'resized' });
      world.othersMigration({ type: 'resize', status: 'finished', destCompute: 'hv4' });
    });
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_FAILED', message: expect.stringContaining('somebody else has moved or resized it to hv4') },
    });
    expect(world.web().vmState).toBe('resized');
    expect(world.actions()).toEqual([]);
  });

  it('by suspending it as soon as it has arrived does not make the move a failure', async () => {
    world.add();
    world.cloud.sim.fault.always(
      SERVER,
      { delay: 0 },
      {
        when: () => {
          if (world.web().host === 'hv2' && world.web().taskState === null) world.web().vmState = 'suspended';
          return false;
        },
      },
    );
    expect(await world.migrate()).toMatchObject({ status: 'done', output: { to: 'hv2' } });
  });

  it('by taking a cold move back is a failure that says so', async () => {
    world.add({ status: 'SHUTOFF' });
    const revert = () => {
      world.web().taskState = 'resize_reverting';
      world.later(10, () => Object.assign(world.web(), { host: 'hv1', vmState: 'stopped', taskState: null }));
    };
    world.uponRequest(ACTION, revert, asks('confirmResize'));
    expect(await world.migrate()).toMatchObject({
      status: 'failed',
      error: {
        code: 'STEP_FAILED',
        message: "'confirmed' failed: it is on hv1 again: somebody has taken the move back",
      },
    });
    expect(world.actions()).toEqual(['migrate']);
  });
});

it.each(['failed', 'error', 'running'])(
  'a migration of last week that nova still calls %s is not taken for ours',
  async (status) => {
    world.add();
    world.cloud.sim.order.migration('web', 'fails');
    await world.migrate();
    for (const migration of world.migrations()) migration.status = status;
    await sleep(world.cloud.clock, 7 * 86_400_000);
    expect(await world.migrate()).toMatchObject({
      status: 'done',
      output: { to: 'hv2', migrationId: world.migrations()[1]?.id, requestId: world.requestOf('live-migration') },
    });
    expect(world.migrations()).toHaveLength(2);
  },
);
