import { VirtualClock, sleep } from '@opsbook/context';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RunIds } from '@opsbook/runbook';
import { SqliteTriggerStore } from '../store/sqlite-trigger-store.ts';
import type { Finding } from './finding.ts';
import { Sensor, type SensorOptions } from './sensor.ts';

const HOUR = 3600;

const idsOf = (time: VirtualClock) => {
  const ids = new RunIds(time);
  return () => ids.next();
};

let clock: VirtualClock;
let store: SqliteTriggerStore;
/** What is wrong in the world. */
let wrong: string[];
let looks: string[];
let sensors: Sensor[];
beforeEach(() => {
  clock = new VirtualClock();
  store = new SqliteTriggerStore(':memory:', clock);
  wrong = [];
  looks = [];
  sensors = [];
});
afterEach(async () => {
  await Promise.all(sensors.map((one) => one.stop()));
  await store.close();
});

const time = () => new Date(clock.now()).toISOString().slice(8, 16);
const pass = (hours: number) => sleep(clock, hours * HOUR * 1000);

function start(more: Partial<SensorOptions> = {}): Sensor {
  const look = () => {
    looks.push(time());
    return Promise.resolve(wrong.map((key): Finding => ({ key, title: `${key} is wrong` })));
  };
  const sensor = new Sensor({
    name: 'flavors',
    every: HOUR,
    look,
    store,
    clock,
    newId: idsOf(clock),
    random: () => 0,
    ...more,
  });
  sensors.push(sensor);
  sensor.start();
  return sensor;
}

const told = () =>
  store
    .list({ first: 'oldest' })
    .map(
      ({ event }) => `${event.receivedAt.slice(8, 16)} ${event.status} ${(event.payload['finding'] as Finding).key}`,
    );

it('tells once what is wrong, and when it is over', async () => {
  start();
  wrong = ['a'];
  await pass(2.5);
  wrong = ['a', 'b', 'b'];
  await pass(2);
  wrong = ['b'];
  await pass(1);
  expect(told()).toEqual(['01T00:00 firing a', '01T03:00 firing b', '01T05:00 resolved a']);
  const [first, , last] = store.list({ first: 'oldest' });
  expect(last?.event.subject).toBe(first?.event.subject);
  expect(first?.event).toMatchObject({
    ...{ type: 'sensor', source: 'flavors' },
    payload: { sensor: 'flavors', since: '2030-01-01T00:00:00.000Z', finding: { key: 'a', title: 'a is wrong' } },
  });
});

it('tells it again after an interval, as the same thing, and anew when it comes back', async () => {
  start({ announceEvery: 3 * HOUR });
  wrong = ['a'];
  await pass(6.5);
  wrong = [];
  await pass(1);
  wrong = ['a'];
  await pass(1);
  expect(told()).toEqual([
    ...['01T00:00 firing a', '01T03:00 firing a', '01T06:00 firing a', '01T07:00 resolved a', '01T08:00 firing a'],
  ]);
  const subjects = store.list({ first: 'oldest' }).map(({ event }) => event.subject);
  expect(new Set(subjects.slice(0, 4)).size).toBe(1);
  expect(subjects[4]).not.toBe(subjects[0]);
});

it('goes on after a restart as if nothing had been', async () => {
  wrong = ['a'];
  await Promise.resolve(start({ announceEvery: 4 * HOUR }));
  await pass(1.5);
  await sensors.pop()?.stop();
  wrong = ['b'];
  const again = start({ announceEvery: 4 * HOUR });
  expect(again.health).toMatchObject({ failures: 0, open: 1 });
  await pass(1);
  expect(looks).toEqual(['01T00:00', '01T01:00', '01T02:00']);
  expect(told()).toEqual(['01T00:00 firing a', '01T02:00 firing b', '01T02:00 resolved a']);
});

it('looks at once after a restart that took longer than its interval', async () => {
  start();
  await pass(0.5);
  await sensors.pop()?.stop();
  await pass(5);
  start();
  await pass(0.1);
  expect(looks).toEqual(['01T00:00', '01T05:30']);
});

it('takes nothing for gone that it could not look at, and looks again sooner, then more and more seldom', async () => {
  wrong = ['a'];
  let broken = false;
  const times: number[] = [];
  const health: unknown[] = [];
  const look = () => {
    times.push(clock.now() / 1000);
    if (broken) return Promise.reject(Object.assign(new Error('nova does not answer'), { code: 'DOWN' }));
    return Promise.resolve(wrong.map((key): Finding => ({ key })));
  };
  const sensor = start({ look, onHealth: ({ failures, error }) => health.push([failures, error?.message]) });
  await pass(0.5);
  broken = true;
  wrong = [];
  await pass(3);
  expect(told()).toEqual(['01T00:00 firing a']);
  const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(waits).toEqual([3600, 30, 60, 120, 240, 480, 960, 1920, 3600]);
  expect(sensor.health).toMatchObject({ failures: 9, open: 1, succeededAt: '2030-01-01T00:00:00.000Z' });
  broken = false;
  await pass(1);
  expect(told()).toEqual(['01T00:00 firing a', expect.stringMatching(/resolved a$/)]);
  expect(health.slice(0, 2)).toEqual([
    [0, undefined],
    [1, 'nova does not answer'],
  ]);
  expect(sensor.health.failures).toBe(0);
});

it('never looks twice at once, however long it takes', async () => {
  let atOnce = 0;
  let most = 0;
  const look = async () => {
    most = Math.max(most, (atOnce += 1));
    await sleep(clock, 3 * HOUR * 1000);
    atOnce -= 1;
    return [];
  };
  start({ look, every: HOUR });
  await pass(13);
  expect(most).toBe(1);
});

it('keeps nothing of a look during which it was stopped, and ends it', async () => {
  const signals: AbortSignal[] = [];
  const sensor = start({
    look: (signal) => {
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    },
  });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  await sensor.stop();
  expect(signals[0]?.aborted).toBe(true);
  expect(sensor.health.failures).toBe(0);
  expect(told()).toEqual([]);
});

it('tells what the ledger did not take as soon as it does', async () => {
  wrong = ['a'];
  let full = true;
  const remember: SqliteTriggerStore['remember'] = (...change) =>
    full ? Promise.reject(new Error('the disk is full')) : store.remember(...change);
  const sensor = start({ store: { memory: (owner) => store.memory(owner), remember } });
  await pass(0.01);
  expect(sensor.health).toMatchObject({ failures: 2, error: { message: 'the disk is full' } });
  full = false;
  await pass(0.1);
  expect(told()).toEqual(['01T00:01 firing a']);
});
