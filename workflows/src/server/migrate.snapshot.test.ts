import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { ACTION, type World, asks, oneServer } from './migrate.test-support.ts';

let world: World;
beforeEach(async () => {
  world = await oneServer();
});
afterEach(() => world.cloud.sim.stop());

describe('a snapshot', () => {
  it.each(['ACTIVE', 'SHUTOFF'] as const)(
    'is made first, and is owned by the project of the server (%s)',
    async (status) => {
      world.add({ status, projectId: world.project('demo') });
      const run = await world.migrate({ snapshot: true });
      expect(run).toMatchObject({ status: 'done', output: { snapshot: world.snapshots()[0]?.id, to: 'hv2' } });
      expect(world.snapshots()).toMatchObject([
        { name: `opsbook-${world.web().id}-${run.id}`, status: 'active', owner: world.project('demo') },
      ]);
      expect(world.actions()[0]).toBe('createImage');
    },
  );

  it.each(['before', 'after'] as const)(
    'is made once when the connection breaks %s nova has the request',
    async (cut) => {
      world.add();
      world.cloud.sim.fault.next(ACTION, { cut }, { when: asks('createImage') });
      expect(await world.migrate({ snapshot: true })).toMatchObject({
        status: 'done',
        output: { snapshot: world.snapshots()[0]?.id },
      });
      expect(world.snapshots()).toHaveLength(1);
      expect(world.actions()).toEqual(['createImage', 'live-migration']);
    },
  );

  it('waits for one that somebody else is making', async () => {
    world.add();
    world.uponRequest('GET /compute/v2.1/servers/*/os-instance-actions', () => {
      world.web().taskState = 'image_uploading';
      world.later(30, () => (world.web().taskState = null));
    });
    expect(await world.migrate({ snapshot: true })).toMatchObject({ status: 'done' });
    expect(world.snapshots()).toHaveLength(1);
  });

  it("that fails leaves the server where it is, and the reason is nova's", async () => {
    world.add();
    world.cloud.sim.order.snapshot('web', 'fails');
    expect(await world.migrate({ snapshot: true })).toMatchObject({
      status: 'failed',
      error: {
        code: 'STEP_FAILED',
        message: "'snapshot' failed: compute_snapshot_instance: The snapshot could not be written.",
        requestId: world.requestOf('createImage'),
      },
    });
    expect(world.web()).toMatchObject({ host: 'hv1', taskState: null });
    expect(world.actions()).toEqual(['createImage']);
  });

  it('of last week that failed is not taken for this one', async () => {
    world.add();
    world.cloud.sim.order.snapshot('web', 'fails');
    await world.migrate({ snapshot: true });
    await sleep(world.cloud.clock, 7 * 86_400_000);
    expect(await world.migrate({ snapshot: true })).toMatchObject({
      status: 'done',
      output: { snapshot: world.snapshots()[0]?.id },
    });
  });

  it('that never ends is given up, and the server stays where it is', async () => {
    world.add();
    world.cloud.sim.order.snapshot('web', 'hangs');
    expect(await world.migrate({ snapshot: true })).toMatchObject({
      status: 'failed',
      error: { code: 'TIMED_OUT', message: "'snapshot' was still under way after 120 s" },
    });
    expect(world.actions()).toEqual(['createImage']);
  });

  it.each(['ACTIVE', 'SHUTOFF'] as const)(
    'is not made of a server on a volume (%s), and the report says so',
    async (status) => {
      world.add({ status, volumeBacked: true });
      expect(await world.migrate({ snapshot: true })).toMatchObject({
        status: 'done',
        output: { to: 'hv2', snapshot: null, note: 'no snapshot: it boots from a volume' },
      });
      expect(world.actions()).not.toContain('createImage');
    },
  );

  it.each(['killed', 'deactivated'] as const)(
    'that glance gives up as %s has failed, and nothing is moved',
    async (status) => {
      world.add();
      world.cloud.sim.order.snapshot('web', 'hangs');
      world.later(10, () => {
        for (const image of world.snapshots()) image.status = status;
      });
      expect(await world.migrate({ snapshot: true })).toMatchObject({
        status: 'failed',
        error: { code: 'STEP_FAILED', message: expect.stringMatching(new RegExp(`image .* is ${status}`)) },
      });
      expect(world.migrations()).toEqual([]);
    },
  );
});
