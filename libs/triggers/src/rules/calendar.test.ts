import { describe, expect, it } from '@jest/globals';
import { TimeWindow } from '@opsbook/runbook';
import fc from 'fast-check';
import { type CalendarSource, calendar } from './calendar.ts';

const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 200);
const window = (given: object) => TimeWindow.parse(given);
const opening = (source: CalendarSource, at: string) => {
  const next = calendar(source).nextOpening(Date.parse(at));
  return next === undefined ? undefined : new Date(next).toISOString();
};

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'];
const office = window({ days: WEEK, from: '08:00', to: '18:00', timeZone: 'Europe/London' });
const night = window({ from: '22:00', to: '06:00', timeZone: 'America/New_York' });
const early = window({ from: '01:30', to: '03:30', timeZone: 'Europe/London' });
const within = window({ from: '02:15', to: '02:45', timeZone: 'America/New_York' });

// In 2030 London changes on 31 March and 27 October at 01:00 UTC, New York on 10 March at 07:00 and on 3 November at 06:00 UTC.
describe('where the clocks change', () => {
  it.each<[string, TimeWindow, string, string]>([
    ['office hours before summer time', office, '2030-03-29T19:00:00Z', '2030-04-01T07:00:00.000Z'],
    ['office hours before winter time', office, '2030-10-25T17:30:00Z', '2030-10-28T08:00:00.000Z'],
    ['one that begins in the hour left out', early, '2030-03-31T00:00:00Z', '2030-03-31T01:00:00.000Z'],
    ['one that begins in the hour that comes twice', early, '2030-10-27T00:00:00Z', '2030-10-27T00:30:00.000Z'],
    ['again in its second hour', early, '2030-10-27T01:10:00Z', '2030-10-27T01:30:00.000Z'],
    ['one that lies in the hour left out', within, '2030-03-10T05:00:00Z', '2030-03-11T06:15:00.000Z'],
    ['a night that is an hour shorter', night, '2030-03-10T10:00:00Z', '2030-03-11T02:00:00.000Z'],
    ['a night that is an hour longer', night, '2030-11-03T11:00:00Z', '2030-11-04T03:00:00.000Z'],
  ])('%s', (_name, one, at, next) => expect(opening({ windows: [one] }, at)).toBe(next));

  it.each<[string, boolean]>([
    ['2030-03-10T09:59:59Z', true],
    ['2030-03-10T10:00:00Z', false],
    ['2030-11-03T10:59:59Z', true],
    ['2030-11-03T11:00:00Z', false],
  ])('a night in New York is open at %s: %s', (at, open) =>
    expect(calendar({ windows: [night] }).isOpen(Date.parse(at))).toBe(open),
  );
});

describe('days on which it does not open', () => {
  it('are left out', () => {
    const source = { windows: [office], except: ['2030-12-25', '2030-12-26'] };
    expect(calendar(source).isOpen(Date.parse('2030-12-25T10:00:00Z'))).toBe(false);
    expect(opening(source, '2030-12-24T18:00:00Z')).toBe('2030-12-27T08:00:00.000Z');
  });

  it('are those of the window’s own zone, and a night belongs to the day on which it began', () => {
    const source = { windows: [night], except: ['2030-12-25'] };
    expect(calendar(source).isOpen(Date.parse('2030-12-25T10:59:00Z'))).toBe(true);
    expect(calendar(source).isOpen(Date.parse('2030-12-26T03:00:00Z'))).toBe(false);
    expect(calendar(source).isOpen(Date.parse('2030-12-26T10:00:00Z'))).toBe(false);
    expect(opening(source, '2030-12-25T11:00:00Z')).toBe('2030-12-27T03:00:00.000Z');
  });

  it('do not close a window beside them', () => {
    const day = window({ days: ['wed'], from: '00:00', to: '00:00' });
    expect(opening({ windows: [day, office], except: ['2030-12-25'] }, '2030-12-25T00:00:00Z')).toBe(
      '2030-12-26T08:00:00.000Z',
    );
  });
});

describe('periods', () => {
  const periods = [{ from: '2030-12-24T00:00:00Z', to: '2030-12-27T00:00:00Z' }];

  it('are open from their first moment to before their last', () => {
    const isOpen = (at: string) => calendar({ periods }).isOpen(Date.parse(at));
    expect(isOpen('2030-12-23T23:59:59.999Z')).toBe(false);
    expect(isOpen('2030-12-24T00:00:00Z')).toBe(true);
    expect(isOpen('2030-12-26T23:59:59.999Z')).toBe(true);
    expect(isOpen('2030-12-27T00:00:00Z')).toBe(false);
  });

  it('open once, and never again', () => {
    expect(opening({ periods }, '2030-01-01T00:00:00Z')).toBe('2030-12-24T00:00:00.000Z');
    expect(opening({ periods }, '2030-12-25T10:00:00Z')).toBe('2030-12-25T10:00:00.000Z');
    expect(opening({ periods }, '2030-12-27T00:00:00Z')).toBeUndefined();
    expect(opening({ periods, windows: [office] }, '2030-12-24T19:00:00Z')).toBe('2030-12-24T19:00:00.000Z');
  });
});

describe('when it closes', () => {
  const closing = (source: CalendarSource, at: string) => {
    const next = calendar(source).nextClosing(Date.parse(at));
    return next === undefined ? undefined : new Date(next).toISOString();
  };
  const twice = window({ from: '00:30', to: '01:30', timeZone: 'Europe/London' });
  const always = window({ from: '00:00', to: '00:00' });
  const period = { from: '2030-06-03T10:00:00Z', to: '2030-06-03T20:00:00.500Z' };

  it.each<[string, CalendarSource, string, string | undefined]>([
    ['at once where it is closed', { windows: [office] }, '2030-06-02T10:00:00Z', '2030-06-02T10:00:00.000Z'],
    ['with its window', { windows: [office] }, '2030-06-03T10:00:07Z', '2030-06-03T17:00:00.000Z'],
    ['past midnight', { windows: [night] }, '2030-06-03T03:00:00Z', '2030-06-03T10:00:00.000Z'],
    [
      'an hour sooner in a night that is shorter',
      { windows: [night] },
      '2030-03-10T04:00:00Z',
      '2030-03-10T10:00:00.000Z',
    ],
    [
      'an hour later in a night that is longer',
      { windows: [night] },
      '2030-11-03T04:00:00Z',
      '2030-11-03T11:00:00.000Z',
    ],
    ['in the hour left out', { windows: [within, early] }, '2030-03-31T01:00:00Z', '2030-03-31T02:30:00.000Z'],
    ['in the hour that comes twice', { windows: [twice] }, '2030-10-26T23:40:00Z', '2030-10-27T00:30:00.000Z'],
    ['again in its second hour', { windows: [twice] }, '2030-10-27T01:05:00Z', '2030-10-27T01:30:00.000Z'],
    [
      'with the last of what follows without a gap',
      { windows: [office], periods: [period] },
      '2030-06-03T08:00:00Z',
      '2030-06-03T20:00:00.500Z',
    ],
    [
      'on a day on which it does not open',
      { windows: [always], except: ['2030-12-25'] },
      '2030-06-03T08:00:00Z',
      '2030-12-25T00:00:00.000Z',
    ],
    ['never', { windows: [always] }, '2030-06-03T08:00:00Z', undefined],
  ])('%s', (_name, source, at, next) => expect(closing(source, at)).toBe(next));
});

it('reads out what it is', () => {
  const periods = [{ from: '2030-12-24T00:00:00Z', to: '2030-12-27T00:00:00Z' }];
  expect(calendar({ windows: [office, early], except: ['2030-12-25'], periods }).text).toBe(
    'mon tue wed thu fri 08:00-18:00 Europe/London, every day 01:30-03:30 Europe/London, ' +
      '2030-12-24T00:00:00Z to 2030-12-27T00:00:00Z, except on 2030-12-25',
  );
});

const time = fc.nat({ max: 24 * 60 - 1 }).map((n) => new Date(n * 60_000).toISOString().slice(11, 16));
const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC');
const days = fc.uniqueArray(fc.constantFrom(...WEEK, 'sat', 'sun'), { minLength: 1 });
const windows = fc.array(fc.record({ days, from: time, to: time, timeZone: zone }).map(window), {
  minLength: 1,
  maxLength: 2,
});
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2030, 2, 28), max: Date.UTC(2030, 3, 8) }),
  fc.integer({ min: Date.UTC(2030, 9, 24), max: Date.UTC(2030, 10, 5) }),
);
const date = moment.map((at) => new Date(at).toISOString().slice(0, 10));

it('the next opening is open, and nothing earlier is', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 20 });
  fc.assert(
    fc.property(windows, fc.array(date, { maxLength: 3 }), moment, shares, (some, except, at, sample) => {
      const one = calendar({ windows: some, except });
      const next = one.nextOpening(at);
      if (next === undefined) throw new Error('these windows open every week');
      expect(next).toBeGreaterThanOrEqual(at);
      expect(one.isOpen(next)).toBe(true);
      const last = Array.from({ length: 30 }, (_, index) => next - 1 - index * 60_000);
      const earlier = [...sample.map((share) => at + Math.floor(share * (next - at))), ...last].filter(
        (t) => t >= at && t < next,
      );
      expect(earlier.filter((t) => one.isOpen(t))).toEqual([]);
    }),
    { numRuns },
  );
});

it('the next closing is closed, and nothing earlier is', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 20 });
  fc.assert(
    fc.property(windows, fc.array(date, { maxLength: 3 }), moment, shares, (some, except, at, sample) => {
      const one = calendar({ windows: some, except });
      const next = one.nextClosing(at);
      if (next === undefined) return;
      expect(next).toBeGreaterThanOrEqual(at);
      expect(one.isOpen(next)).toBe(false);
      const last = Array.from({ length: 30 }, (_, index) => next - 1 - index * 60_000);
      const earlier = [...sample.map((share) => at + Math.floor(share * (next - at))), ...last].filter(
        (t) => t >= at && t < next,
      );
      expect(earlier.filter((t) => !one.isOpen(t))).toEqual([]);
    }),
    { numRuns },
  );
});
