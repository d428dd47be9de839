import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';
import type { NewServer } from './new-server.ts';
import type { Server } from './server.ts';
import { atRest, gone } from './server-waits.ts';

let world: SimulatedCloud;
let wanted: NewServer;
beforeEach(async () => {
  world = await simulatedCloud({ servers: 1 });
  const { flavors, images } = world.sim.state;
  wanted = { name: 'new', flavorId: flavors[0]!.id, imageId: images[0]!.id, networks: 'none' };
});
afterEach(() => world.stop());

const servers = () => world.cloud.compute.servers;
const old = () => world.sim.findServer('server-01').id;
const looks = () =>
  world.sim.requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/compute/v2.1/servers'));

describe('many who wait', () => {
  test('share one list for each look, of what has changed alone', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 50; index += 1) ids.push((await servers().create(wanted)).id);
    const seen = new Map<string, number>();
    const begun = world.clock.now();
    const found = await Promise.all(
      ids.map((id) => servers().untilActive(id, { onProgress: () => seen.set(id, (seen.get(id) ?? 0) + 1) })),
    );
    expect(found.map(({ id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'ACTIVE']));
    // One look at once, one after two seconds: the servers are built in one.
    expect(world.clock.now() - begun).toBe(2000);
    expect([...seen.values()]).toEqual(ids.map(() => 1));
    expect(looks().map(({ path }) => path)).toEqual(Array.from({ length: 2 }, () => '/compute/v2.1/servers/detail'));
    expect(looks().every(({ query }) => query.has('changes-since'))).toBe(true);
  });

  test('ask for one that has not changed lately by its id, once', async () => {
    await world.wait(3600);
    const { id } = await servers().create(wanted);
    world.sim.order.action('server-01', { seconds: 20 });
    const [active] = await Promise.all([servers().untilActive(old()), servers().untilActive(id)]);
    expect(active).toMatchObject({ name: 'server-01', status: 'ACTIVE' });
    expect(looks().filter(({ path }) => path.endsWith(old()))).toHaveLength(1);
  });

  test('see what happened between two waits, however long ago', async () => {
    await servers().untilActive(old());
    await servers().stop(old());
    await servers().untilStatus(old(), 'SHUTOFF');
    await world.wait(86_400);
    await expect(servers().untilActive(old(), { timeout: 1 })).rejects.toMatchObject({ code: 'OPENSTACK_TIMEOUT' });
  });
});

test('a member waits for the servers of the own project', async () => {
  const member = world.client('member').compute.servers;
  const { id } = await member.create(wanted);
  expect(await member.untilActive(id)).toMatchObject({ id, status: 'ACTIVE', host: null });
  await member.deleteAndWait(id);
  await expect(member.get(id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
});

describe('a wait ends at once', () => {
  test('where the build failed, with the fault', async () => {
    world.sim.order.build('new', 'fails');
    const { id } = await servers().create(wanted);
    await expect(servers().untilActive(id)).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: expect.stringContaining(
        `server ${id} will not become ACTIVE: it is in ERROR: Exceeded maximum`,
      ) as unknown,
    });
  });

  test('where no host would do', async () => {
    for (const host of ['hv1', 'hv2', 'hv3', 'hv4']) world.sim.setComputeDown(host);
    const { id } = await servers().create(wanted);
    await expect(servers().untilActive(id)).rejects.toMatchObject({
      code: 'OPENSTACK_NO_VALID_HOST',
      kind: 'conflict',
    });
  });

  test('where it is deleted, and where it never was', async () => {
    const { id } = await servers().create(wanted);
    await servers().delete(id);
    const gone = { code: 'OPENSTACK_NOT_FOUND', message: `there is no server ${id}` };
    await expect(servers().untilActive(id)).rejects.toMatchObject(gone);
    await expect(servers().untilActive('nothing')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    await servers().untilGone(id);
    await servers().deleteAndWait(id);
  });

  test('where what was under way ended without it', async () => {
    world.sim.order.action('server-01', 'fails');
    await servers().stop(old());
    await expect(servers().untilStatus(old(), 'SHUTOFF')).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: `server ${old()} will not become SHUTOFF: what was under way ended, and it is ACTIVE: its instance actions say why`,
    });
    world.sim.order.migration('server-01', 'no-valid-host');
    await servers().resize(old(), { flavorId: wanted.flavorId });
    await expect(servers().untilStatus(old(), 'VERIFY_RESIZE')).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
  });

  test('where a deleted one is kept for a while; force deletes it for good', async () => {
    world.sim.options.reclaimInstanceInterval = 3600;
    await expect(servers().deleteAndWait(old())).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: expect.stringContaining('it is SOFT_DELETED') as unknown,
    });
    expect(await servers().list()).toEqual([]);
    const id = (await servers().list({ status: 'SOFT_DELETED' })).map((one) => one.id)[0] ?? '';
    await servers().restore(id);
    expect(await servers().untilActive(id)).toMatchObject({ name: 'server-01' });
    await servers().deleteAndWait(id, { force: true });
    await expect(servers().get(id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });
});

test('a wait that takes too long says what was seen last', async () => {
  world.sim.order.build('new', 'hangs');
  const { id } = await servers().create(wanted);
  await expect(servers().untilActive(id, { timeout: 60 })).rejects.toMatchObject({
    code: 'OPENSTACK_TIMEOUT',
    message: `waited 60 s for server ${id} to become ACTIVE; when last looked at it was BUILD`,
  });
});

describe('what is seen, one look after another,', () => {
  type Look = [status: string, taskState: string | null];
  const verdict = (wanted: ReturnType<typeof atRest>, looks: Look[]): string => {
    let last = 'waits on';
    for (const [status, taskState] of looks) {
      if (last !== 'waits on') throw new Error(`it ended before ${status}`);
      const seen = { status, taskState, fault: null } as Server;
      last = wanted.reached(seen) ? 'is there' : (wanted.hopeless?.(seen)?.code ?? 'waits on');
    }
    return last;
  };

  test.each<[string, Look[], string]>([
    ['a server that is busy in the status', [['ACTIVE', 'migrating']], 'waits on'],
    [
      'the end of that',
      [
        ['MIGRATING', 'migrating'],
        ['ACTIVE', null],
      ],
      'is there',
    ],
    [
      'a build between two tasks',
      [
        ['BUILD', 'scheduling'],
        ['BUILD', null],
      ],
      'waits on',
    ],
    [
      'a move that is being confirmed',
      [
        ['RESIZE', 'resize_finish'],
        ['VERIFY_RESIZE', null],
      ],
      'waits on',
    ],
    [
      'a cell that does not answer',
      [
        ['ACTIVE', 'rebooting'],
        ['UNKNOWN', null],
      ],
      'waits on',
    ],
    [
      'a start that failed',
      [
        ['SHUTOFF', 'powering-on'],
        ['SHUTOFF', null],
      ],
      'OPENSTACK_STUCK',
    ],
    ['a stopped server of which nothing was begun yet', [['SHUTOFF', null]], 'waits on'],
    ['a status that this library does not know', [['NEW_STATUS', null]], 'waits on'],
    [
      'the same after a task',
      [
        ['NEW_STATUS', 'new_task'],
        ['NEW_STATUS', null],
      ],
      'OPENSTACK_STUCK',
    ],
    ['an error', [['ERROR', null]], 'OPENSTACK_STUCK'],
    ['an error that is being mended', [['ERROR', 'rebuilding']], 'waits on'],
  ])('%s', (_, looks, expected) => {
    expect(verdict(atRest('s1', ['ACTIVE']), looks)).toBe(expected);
  });

  test.each<[string, Look[], string]>([
    ['a server that is not deleted yet', [['ACTIVE', null]], 'waits on'],
    ['one that is being deleted', [['ERROR', 'deleting']], 'waits on'],
    [
      'a deletion that failed',
      [
        ['ACTIVE', 'deleting'],
        ['ERROR', null],
      ],
      'OPENSTACK_STUCK',
    ],
    [
      'one that is kept for a while',
      [
        ['ACTIVE', 'soft-deleting'],
        ['SOFT_DELETED', null],
      ],
      'OPENSTACK_STUCK',
    ],
    ['a status that this library does not know', [['NEW_STATUS', null]], 'waits on'],
  ])('until it is gone: %s', (_, looks, expected) => {
    expect(verdict(gone('s1'), looks)).toBe(expected);
  });
});
