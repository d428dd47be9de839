import { VirtualClock, sleep } from '@opsbook/context';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RunIds } from '@opsbook/runbook';
import type { Rule, TimerSpec } from '../rule.ts';
import { SqliteTriggerStore } from '../store/sqlite-trigger-store.ts';
import { Timers, type TimersOptions } from './timers.ts';

const idsOf = (time: VirtualClock) => {
  const ids = new RunIds(time);
  return () => ids.next();
};

let clock: VirtualClock;
let store: SqliteTriggerStore;
let running: Timers[];
beforeEach(() => {
  clock = new VirtualClock('2030-01-01T00:30:00.000Z');
  store = new SqliteTriggerStore(':memory:', clock);
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await store.close();
});

const hours = (count: number) => sleep(clock, count * 3_600_000);
const rule = (timer: TimerSpec, more: Partial<Rule> = {}) =>
  ({ name: 'nightly', enabled: true, timer, ...more }) as Rule;
const setOf = (...rules: Rule[]) => ({ hash: 'x', rules });

function start(rules: readonly Rule[], more: Partial<TimersOptions> = {}): Timers {
  const timers = new Timers({ store, clock, newId: idsOf(clock), ...more });
  running.push(timers);
  timers.useRules(setOf(...rules));
  return timers;
}

/** When ticks were recorded, and what for where that is another time. */
const ticks = () =>
  store.list({ first: 'oldest' }).map(({ event: { source, key, receivedAt } }) => {
    const [at, due] = [receivedAt, key].map((text) => text.slice(8, 16));
    return at === due ? `${source} ${at}` : `${source} ${at} for ${due}`;
  });

const hourly = (missed: TimerSpec['missed']): TimerSpec => ({ every: 3600, missed });

it('makes an event of each tick', async () => {
  start([
    rule({ cron: '0 9 * * *', timeZone: 'Europe/Berlin', missed: 'skip' }),
    rule({ at: '2030-01-01T02:00:00.000Z', missed: 'skip' }, { name: 'once' }),
    rule({ every: 6 * 3600, missed: 'skip' }, { name: 'often' }),
    rule(hourly('skip'), { name: 'off', enabled: false }),
  ]);
  await hours(36);
  expect(ticks()).toEqual([
    ...['once 01T02:00', 'often 01T06:00', 'nightly 01T08:00', 'often 01T12:00', 'often 01T18:00', 'often 02T00:00'],
    ...['often 02T06:00', 'nightly 02T08:00', 'often 02T12:00'],
  ]);
  expect(store.list({ source: 'once' })[0]?.event).toMatchObject({
    ...{ type: 'timer', status: 'firing', payload: { timer: 'once', scheduledAt: '2030-01-01T02:00:00.000Z' } },
  });
});

it.each([
  ['skip', ['nightly 01T01:00', 'nightly 01T06:00']],
  ['one', ['nightly 01T01:00', 'nightly 01T05:30 for 01T05:00', 'nightly 01T06:00']],
  [
    'all',
    [
      ...['nightly 01T01:00', 'nightly 01T05:30 for 01T02:00', 'nightly 01T05:30 for 01T03:00'],
      ...['nightly 01T05:30 for 01T04:00', 'nightly 01T05:30 for 01T05:00', 'nightly 01T06:00'],
    ],
  ],
] as const)('after a time in which nobody was there, of what it missed it tells: %s', async (missed, expected) => {
  await Promise.resolve(start([rule(hourly(missed))]));
  await hours(1);
  await running.pop()?.stop();
  await hours(4);
  start([rule(hourly(missed))]);
  await hours(1);
  expect(ticks()).toEqual(expected);
});

it('has missed nothing when it is new, or another one than before', async () => {
  start([rule(hourly('all'))]);
  await hours(1);
  await running.pop()?.stop();
  await hours(5);
  const timers = start([rule({ every: 7200, missed: 'all' })]);
  await hours(2);
  timers.useRules(setOf(rule({ at: '2030-01-01T03:00:00.000Z', missed: 'all' })));
  await hours(2);
  expect(ticks()).toEqual(['nightly 01T01:00', 'nightly 01T08:00']);
});

it('goes on through a reload of its rules, and stops with its rule', async () => {
  const timers = start([rule(hourly('skip'))]);
  await hours(1);
  timers.useRules(setOf(rule(hourly('skip'), { enabled: true })));
  await hours(1);
  timers.useRules(setOf());
  await hours(2);
  expect(ticks()).toEqual(['nightly 01T01:00', 'nightly 01T02:00']);
});

it('tells a tick that the ledger did not take as soon as it does, once', async () => {
  const troubles: string[] = [];
  let full = false;
  const remember: SqliteTriggerStore['remember'] = (...change) =>
    full ? Promise.reject(new Error('the disk is full')) : store.remember(...change);
  start([rule(hourly('skip'))], {
    store: { memory: (owner) => store.memory(owner), remember },
    onTrouble: (name, { message }) => troubles.push(`${name}: ${message}`),
  });
  await hours(0.4);
  full = true;
  await sleep(clock, 6 * 60_000 + 12_000);
  full = false;
  await hours(1);
  expect(troubles.length).toBeGreaterThan(1);
  expect(new Set(troubles)).toEqual(new Set(['nightly: the disk is full']));
  expect(ticks()).toEqual(['nightly 01T01:00', 'nightly 01T02:00']);
});
