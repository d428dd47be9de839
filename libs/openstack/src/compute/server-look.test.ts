import { VirtualClock, sleep } from '@opsbook/context';
import { beforeEach, expect, test } from '@jest/globals';
import { OpenStackError } from '../core/errors.ts';
import { Listing } from '../core/listing.ts';
import type { Server } from './server.ts';
import type { ServerFilter } from './server-filter.ts';
import { ServerLook } from './server-look.ts';

let clock: VirtualClock;
/** Seconds that nova's clock is behind ours. */
let behind: number;
let servers: Map<string, Server>;
let asked: string[];
let look: ServerLook;

const change = (id: string, status: string, secondsAgo = 0) => {
  const updatedAt = new Date(clock.now() - (behind + secondsAgo) * 1000).toISOString();
  servers.set(id, { id, status, updatedAt, createdAt: updatedAt } as Server);
};

function* pages({ changesSince = '', allProjects }: ServerFilter): Generator<Server[]> {
  asked.push(`list${allProjects === true ? ' all' : ''}`);
  yield [...servers.values()].filter(({ updatedAt }) => (updatedAt ?? '') >= changesSince);
}

beforeEach(() => {
  clock = new VirtualClock();
  behind = 0;
  servers = new Map();
  asked = [];
  const list = (filter: ServerFilter) =>
    new Listing(async function* () {
      await Promise.resolve();
      yield* pages(filter);
    });
  const get = async (id: string) => {
    asked.push(`get ${id}`);
    await Promise.resolve();
    const found = servers.get(id);
    if (found === undefined) throw new OpenStackError('OPENSTACK_NOT_FOUND', id);
    return found;
  };
  look = new ServerLook({ list, get }, clock);
});

const statuses = async (...ids: string[]) => (await look.look(ids)).map(({ id, status }) => `${id} ${status}`);

test.each([0, 3600, -3600])('what changes is seen where nova is %s s behind', async (seconds) => {
  behind = seconds;
  change('a', 'BUILD');
  change('b', 'ACTIVE', 86_400);
  expect(await statuses('a', 'b', 'never')).toEqual(['a BUILD', 'b ACTIVE']);
  await sleep(clock, 2000);
  change('a', 'ACTIVE');
  expect(await statuses('a', 'b')).toEqual(['a ACTIVE', 'b ACTIVE']);
  await sleep(clock, 2000);
  change('b', 'DELETED');
  expect(await statuses('a', 'b')).toEqual(['a ACTIVE']);
});

test('what changed while nobody looked is seen, however long ago', async () => {
  change('a', 'ACTIVE');
  await statuses('a');
  await sleep(clock, 2000);
  change('a', 'SHUTOFF');
  await sleep(clock, 86_400_000);
  expect(await statuses('a')).toEqual(['a SHUTOFF']);
});

test('a change is seen that was written by a process whose clock is behind that of others', async () => {
  change('a', 'BUILD');
  change('b', 'BUILD');
  await statuses('a', 'b');
  await sleep(clock, 2000);
  change('b', 'ACTIVE');
  await statuses('a', 'b');
  change('a', 'ACTIVE', 200);
  expect(await statuses('a', 'b')).toEqual(['a ACTIVE', 'b ACTIVE']);
});

test('who may not list all projects asks for them once', async () => {
  const list = ({ allProjects, ...filter }: ServerFilter) =>
    new Listing(async function* () {
      await Promise.resolve();
      yield* pages({ ...filter, ...(allProjects !== undefined && { allProjects }) });
      if (allProjects === true) throw new OpenStackError('OPENSTACK_FORBIDDEN', 'not all of them');
    });
  const own = new ServerLook({ list, get: (id) => Promise.reject(new Error(id)) }, clock);
  change('a', 'ACTIVE');
  for (let times = 0; times < 3; times += 1) expect(await own.look(['a'])).toHaveLength(1);
  expect(asked).toEqual(['list all', 'list', 'list', 'list']);
});
