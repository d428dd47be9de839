import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TimerSpec } from '../../rule.ts';
import { missedTicks } from './missed-ticks.ts';
import { cronFault, nextTick } from './next-tick.ts';

const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 100);
const cron = (pattern: string, timeZone = 'Europe/London'): TimerSpec => ({ cron: pattern, timeZone, missed: 'skip' });
const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

function ticks(spec: TimerSpec, after: string, count = 4): string[] {
  const found: string[] = [];
  let next = nextTick(spec, Date.parse(after));
  while (next !== undefined && found.length < count) {
    found.push(iso(next));
    next = nextTick(spec, next);
  }
  return found;
}

// In 2030 London changes on 31 March and 27 October at 01:00 UTC, New York on 10 March at 07:00 and on 3 November at 06:00 UTC.
describe('a cron pattern where the clocks change', () => {
  it.each<[string, TimerSpec, string, string[]]>([
    [
      'a time left out: when the clocks have jumped',
      cron('30 1 * * *'),
      '2030-03-30T12:00:00Z',
      ['2030-03-31T01:00:00Z', '2030-04-01T00:30:00Z'],
    ],
    [
      'several times left out: once',
      cron('15,30,45 1 * * *'),
      '2030-03-30T12:00:00Z',
      ['2030-03-31T01:00:00Z', '2030-04-01T00:15:00Z'],
    ],
    [
      'a time left out beside one that is not',
      cron('30 1,3 * * *'),
      '2030-03-30T12:00:00Z',
      ['2030-03-31T01:00:00Z', '2030-03-31T02:30:00Z'],
    ],
    [
      'a time that comes twice: the first',
      cron('30 1 * * *'),
      '2030-10-26T12:00:00Z',
      ['2030-10-27T00:30:00Z', '2030-10-28T01:30:00Z'],
    ],
    [
      'several times that come twice: the first of each',
      cron('0,30 1 * * *'),
      '2030-10-26T12:00:00Z',
      ['2030-10-27T00:00:00Z', '2030-10-27T00:30:00Z', '2030-10-28T01:00:00Z'],
    ],
    ['asked between the two', cron('0,30 1 * * *'), '2030-10-27T01:10:00Z', ['2030-10-28T01:00:00Z']],
    [
      'every half hour stays so in autumn',
      cron('*/30 * * * *'),
      '2030-10-27T00:00:00Z',
      ['2030-10-27T00:30:00Z', '2030-10-27T01:00:00Z', '2030-10-27T01:30:00Z', '2030-10-27T02:00:00Z'],
    ],
    [
      'every half hour stays so in spring',
      cron('*/30 * * * *'),
      '2030-03-31T00:15:00Z',
      ['2030-03-31T00:30:00Z', '2030-03-31T01:00:00Z', '2030-03-31T01:30:00Z'],
    ],
    [
      'office hours go with the clocks',
      cron('0 9 * * 1-5'),
      '2030-03-29T08:00:00Z',
      ['2030-03-29T09:00:00Z', '2030-04-01T08:00:00Z', '2030-04-02T08:00:00Z'],
    ],
    [
      'New York, left out',
      cron('30 2 * * *', 'America/New_York'),
      '2030-03-09T12:00:00Z',
      ['2030-03-10T07:00:00Z', '2030-03-11T06:30:00Z'],
    ],
    [
      'New York, twice',
      cron('30 1 * * *', 'America/New_York'),
      '2030-11-02T12:00:00Z',
      ['2030-11-03T05:30:00Z', '2030-11-04T06:30:00Z'],
    ],
    [
      'New York, midnight',
      cron('@daily', 'America/New_York'),
      '2030-11-02T12:00:00Z',
      ['2030-11-03T04:00:00Z', '2030-11-04T05:00:00Z'],
    ],
    [
      'a month without that day',
      cron('0 0 31 * *', 'UTC'),
      '2030-01-31T00:00:00Z',
      ['2030-03-31T00:00:00Z', '2030-05-31T00:00:00Z'],
    ],
  ])('%s', (_name, spec, after, expected) => expect(ticks(spec, after, expected.length)).toEqual(expected));
});

describe('other timers', () => {
  it('tick every so often from their anchor on, and before it too', () => {
    const spec: TimerSpec = { every: 3600, anchor: '2030-01-01T00:20:00Z', missed: 'skip' };
    expect(ticks(spec, '2030-01-01T05:00:00Z', 2)).toEqual(['2030-01-01T05:20:00Z', '2030-01-01T06:20:00Z']);
    expect(ticks(spec, '2029-12-31T05:20:00Z', 1)).toEqual(['2029-12-31T06:20:00Z']);
    expect(ticks({ every: 3600, missed: 'skip' }, '2030-01-01T05:00:00Z', 1)).toEqual(['2030-01-01T06:00:00Z']);
  });

  it('tick once', () => {
    const spec: TimerSpec = { at: '2030-01-01T08:00:00+01:00', missed: 'skip' };
    expect(ticks(spec, '2030-01-01T00:00:00Z')).toEqual(['2030-01-01T07:00:00Z']);
    expect(ticks(spec, '2030-01-01T07:00:00Z')).toEqual([]);
  });
});

describe('ticks that nobody was there for', () => {
  const missed = (spec: object, last: string, now: string) =>
    missedTicks(spec as TimerSpec, Date.parse(last), Date.parse(now)).map(iso);
  const daily = { cron: '0 9 * * *', timeZone: 'Europe/London' };

  it.each<[string, object, string[]]>([
    ['left out', { ...daily, missed: 'skip' }, []],
    ['made up by the last', { ...daily, missed: 'one' }, ['2030-04-01T08:00:00Z']],
    [
      'made up one by one',
      { ...daily, missed: 'all' },
      ['2030-03-30T09:00:00Z', '2030-03-31T08:00:00Z', '2030-04-01T08:00:00Z'],
    ],
  ])('are %s', (_name, spec, expected) =>
    expect(missed(spec, '2030-03-29T09:00:00Z', '2030-04-01T08:00:00Z')).toEqual(expected),
  );

  it('are none where none was', () => {
    expect(missed({ ...daily, missed: 'all' }, '2030-03-29T09:00:00Z', '2030-03-30T08:59:59Z')).toEqual([]);
    expect(missed({ ...daily, missed: 'all' }, '2030-03-29T09:00:00Z', '2030-03-28T08:00:00Z')).toEqual([]);
    expect(
      missed({ at: '2030-01-01T08:00:00Z', missed: 'all' }, '2030-01-01T07:00:00Z', '2031-01-01T00:00:00Z'),
    ).toEqual(['2030-01-01T08:00:00Z']);
  });

  it('are at most the latest hundred', () => {
    const found = missed({ every: 60, missed: 'all' }, '2020-01-01T00:00:00Z', '2030-01-01T00:00:30Z');
    expect(found).toHaveLength(100);
    expect(found.at(-1)).toBe('2030-01-01T00:00:00Z');
    expect(found.at(0)).toBe('2029-12-31T22:21:00Z');
  });
});

it.each<[string, RegExp]>([
  ['61 * * * *', /minute/],
  ['* * * *', /five fields/],
  ['* * * * * *', /five fields/],
  ['0 0 31 2 *', /never ticks/],
  ['x * * * *', /illegal/],
  ['2030-01-01T00:00:00Z', /five fields/],
])('%s is no pattern', (pattern, why) => expect(cronFault(pattern)).toMatch(why));

it('comes to the same ticks whenever it is asked', () => {
  const number = (max: number) => fc.nat({ max }).map(String);
  const pattern = fc
    .tuple(fc.oneof(number(59), fc.constant('*/20')), fc.oneof(number(23), fc.constantFrom('*', '1,2', '0-3')))
    .map(([minute, hour]) => `${minute} ${hour} * * *`);
  const around = fc.constantFrom(Date.parse('2030-03-31T01:00:00Z'), Date.parse('2030-10-27T01:00:00Z'));
  fc.assert(
    fc.property(pattern, around, fc.nat({ max: 360 }), (one, change, minutes) => {
      const spec = cron(one);
      const after = change + (minutes - 180) * 60_000;
      const next = nextTick(spec, after) ?? NaN;
      expect(next).toBeGreaterThan(after);
      expect(nextTick(spec, next - 1)).toBe(next);
      expect(nextTick(spec, Math.floor((after + next) / 2))).toBe(next);
    }),
    { numRuns },
  );
});
