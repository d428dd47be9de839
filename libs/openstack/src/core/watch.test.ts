import { VirtualClock, currentScope, inScope, sleep } from '@opsbook/context';
import { beforeEach, expect, test } from '@jest/globals';
import { OpenStackError } from './errors.ts';
import { type WaitOptions, Watch } from './watch.ts';

interface Thing {
  id: string;
  status: string;
}

let clock: VirtualClock;
let things: Thing[];
let looks: string[][];
let failure: Error | undefined;
let watch: Watch<Thing>;

beforeEach(() => {
  clock = new VirtualClock();
  things = [
    { id: 'a', status: 'DOWN' },
    { id: 'b', status: 'DOWN' },
  ];
  looks = [];
  failure = undefined;
  watch = new Watch<Thing>({
    clock,
    look: (ids) => {
      looks.push([...ids]);
      return failure === undefined
        ? Promise.resolve(things.filter(({ id }) => ids.includes(id)).map((one) => ({ ...one })))
        : Promise.reject(failure);
    },
  });
});

const become = (id: string, status: string) => {
  const found = things.find((one) => one.id === id);
  if (found !== undefined) found.status = status;
};

const untilActive = (id: string, options: WaitOptions<Thing> = {}) =>
  watch.until(id, options, {
    label: `thing ${id} to become ACTIVE`,
    reached: (seen) => seen?.status === 'ACTIVE',
    hopeless: (seen) =>
      seen === undefined || seen.status === 'ERROR'
        ? new OpenStackError('OPENSTACK_STUCK', `thing ${id} is ${seen?.status ?? 'gone'}`)
        : undefined,
  });

test('many wait at the price of one list call per look', async () => {
  clock.after(5000, () => become('a', 'ACTIVE'));
  clock.after(9000, () => become('b', 'ACTIVE'));

  const seen = await Promise.all([untilActive('a'), untilActive('b'), untilActive('a')]);

  expect(seen.map((one) => one?.id)).toEqual(['a', 'b', 'a']);
  expect(looks).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b'], ['a', 'b'], ['b'], ['b']]);
});

test('what comes later is told as progress, what is there already is not waited for', async () => {
  const told: (string | undefined)[] = [];
  const onProgress = (seen: Thing | undefined) => void told.push(seen?.status);
  clock.after(3000, () => become('a', 'ACTIVE'));

  await untilActive('a', { onProgress });
  await untilActive('a', { onProgress });

  expect(told).toEqual(['DOWN', 'DOWN']);
  expect(looks).toHaveLength(4);
});

test('a state of no return ends the waiting at once, and only for whom it concerns', async () => {
  const started = clock.now();
  clock.after(3000, () => become('a', 'ERROR'));
  clock.after(7000, () => become('b', 'ACTIVE'));

  const other = untilActive('b');
  await expect(untilActive('a')).rejects.toMatchObject({ code: 'OPENSTACK_STUCK', message: 'thing a is ERROR' });
  expect(clock.now() - started).toBe(4000);
  expect(await other).toMatchObject({ status: 'ACTIVE' });
});

test('time runs out to the second, and says what was seen last', async () => {
  const started = clock.now();

  await expect(untilActive('a', { timeout: 5 })).rejects.toMatchObject({
    code: 'OPENSTACK_TIMEOUT',
    message: 'waited 5 s for thing a to become ACTIVE; when last looked at it was DOWN',
  });
  expect(clock.now() - started).toBe(5000);
});

test('time runs out also where the service accepts the look and never answers', async () => {
  const started = clock.now();
  let answered = true;
  const watched = new Watch<Thing>({
    clock,
    look: () => (answered ? Promise.resolve(things) : Promise.withResolvers<Thing[]>().promise),
  });
  const wait = watched.until('a', { timeout: 5 }, { label: 'a to end', reached: () => false });
  clock.after(1000, () => {
    answered = false;
  });

  await expect(wait).rejects.toMatchObject({
    code: 'OPENSTACK_TIMEOUT',
    message: 'waited 5 s for a to end; when last looked at it was DOWN, and the last look is not answered',
  });
  expect(clock.now() - started).toBe(15_000);
});

test('a service that is away for a moment is asked again; any other error ends it', async () => {
  failure = new OpenStackError('OPENSTACK_UNAVAILABLE', 'away');
  clock.after(3000, () => {
    failure = undefined;
    become('a', 'ACTIVE');
  });
  expect(await untilActive('a')).toMatchObject({ id: 'a' });

  failure = new OpenStackError('OPENSTACK_FORBIDDEN', 'no');
  await expect(untilActive('b')).rejects.toBe(failure);
});

test('a service that stays away ends it in its time', async () => {
  const started = clock.now();
  failure = new OpenStackError('OPENSTACK_UNAVAILABLE', 'away');

  await expect(untilActive('a', { timeout: 5 })).rejects.toBe(failure);
  expect(clock.now() - started).toBe(5000);
});

test('an id that cannot be asked for fails alone', async () => {
  clock.after(3000, () => become('b', 'ACTIVE'));

  const other = untilActive('b');
  await expect(untilActive('..')).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
  expect(await other).toMatchObject({ id: 'b' });
  expect(looks[0]).toEqual(['b']);
});

test('a step that is cancelled leaves, the others wait on', async () => {
  const step = new AbortController();
  const scope = { owner: {}, step: 'one', effect: 'read' as const, signal: step.signal };
  clock.after(3000, () => step.abort(new Error('cancelled')));
  clock.after(5000, () => become('b', 'ACTIVE'));

  const other = untilActive('b');
  await expect(inScope(scope, () => untilActive('a'))).rejects.toMatchObject({ code: 'OPENSTACK_ABORTED' });
  await other;

  expect(looks).toEqual([['b', 'a'], ['b', 'a'], ['b'], ['b']]);
});

test('the looks belong to none of those who wait', async () => {
  const scopes: unknown[] = [];
  const watched = new Watch<Thing>({
    clock,
    look: () => {
      scopes.push(currentScope());
      return Promise.resolve(things);
    },
  });
  await inScope({ owner: {}, step: 'one', effect: 'change' }, () =>
    watched.until('a', {}, { label: 'a', reached: () => scopes.length > 1 }),
  );
  expect(scopes).toEqual([undefined, undefined]);
});

test('nothing is asked once nobody waits', async () => {
  await expect(untilActive('a', { timeout: 1 })).rejects.toMatchObject({ kind: 'timeout' });
  const before = looks.length;
  await sleep(clock, 60_000);
  expect(looks).toHaveLength(before);
});
