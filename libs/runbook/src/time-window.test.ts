import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TimeWindow, isWindowOpen, nextOpening } from './time-window.ts';

const MINUTE = 60_000;
const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 300);
const london = (given: object) => TimeWindow.parse({ timeZone: 'Europe/London', ...given });
const opening = (given: object, at: string) => new Date(nextOpening(london(given), Date.parse(at))).toISOString();

test('a night from Monday to Friday ends on Saturday morning', () => {
  const night = { days: ['mon', 'fri'], from: '22:00', to: '06:00' };
  expect(opening(night, '2030-01-04T12:00:00Z')).toBe('2030-01-04T22:00:00.000Z');
  expect(isWindowOpen(london(night), Date.parse('2030-01-05T05:59:00Z'))).toBe(true);
  expect(isWindowOpen(london(night), Date.parse('2030-01-05T06:00:00Z'))).toBe(false);
  expect(opening(night, '2030-01-05T06:00:00Z')).toBe('2030-01-07T22:00:00.000Z');
  expect(opening(night, '2030-01-05T03:00:30Z')).toBe('2030-01-05T03:00:30.000Z');
});

test('it follows the clocks when they are put forward and back', () => {
  // In 2030 London jumps from 01:00 to 02:00 on 31 March, and from 02:00 back to 01:00 on 27 October.
  expect(opening({ from: '22:00', to: '23:00' }, '2030-03-30T23:00:00Z')).toBe('2030-03-31T21:00:00.000Z');
  expect(opening({ from: '01:15', to: '01:45' }, '2030-03-31T00:00:00Z')).toBe('2030-04-01T00:15:00.000Z');
  expect(opening({ from: '01:30', to: '03:00' }, '2030-03-31T00:00:00Z')).toBe('2030-03-31T01:00:00.000Z');
  expect(opening({ from: '01:15', to: '01:45' }, '2030-10-27T00:45:00Z')).toBe('2030-10-27T01:15:00.000Z');
  expect(opening({ days: ['sun'], from: '01:15', to: '01:45' }, '2030-03-31T00:00:00Z')).toBe(
    '2030-04-07T00:15:00.000Z',
  );
});

test('a window that closes when it opens lasts a day', () => {
  const day = { days: ['tue'], from: '08:00', to: '08:00' };
  expect(opening(day, '2030-01-07T00:00:00Z')).toBe('2030-01-08T08:00:00.000Z');
  expect(isWindowOpen(london(day), Date.parse('2030-01-09T07:59:00Z'))).toBe(true);
  expect(isWindowOpen(london(day), Date.parse('2030-01-09T08:00:00Z'))).toBe(false);
});

test('what is no time, day or time zone is refused', () => {
  const { error } = TimeWindow.safeParse({ days: ['monday'], from: '24:00', to: '6:00', timeZone: 'Europe/Nowhere' });
  expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual(['days.0', 'from', 'timeZone', 'to']);
});

const time = fc
  .nat({ max: 24 * 60 - 1 })
  .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
const days = fc.uniqueArray(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 });
// Half an hour on Lord Howe, at midnight in Beirut, never in UTC, a jump of the other half of the year in Santiago.
const timeZone = fc.constantFrom(
  ...['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'America/Santiago', 'UTC'],
);
const window = fc.record({ days, from: time, to: time, timeZone }).map((given) => TimeWindow.parse(given));
// Around the changes of the clocks, and anywhen.
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2030, 2, 28), max: Date.UTC(2030, 3, 8) }),
  fc.integer({ min: Date.UTC(2030, 9, 4), max: Date.UTC(2030, 10, 5) }),
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2036, 0, 1) }),
);

const clocks = new Map<string, Intl.DateTimeFormat>();

/** By the words of a locale, without any of the arithmetic. */
function openByWords({ days: on, from, to, timeZone: zone }: TimeWindow, at: number): boolean {
  const wanted = { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const words = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', wanted);
  clocks.set(zone, words);
  // `Mon 22:05`
  const [weekday = '', clock = ''] = words.format(at).split(/,? /);
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const today = names.indexOf(weekday.toLowerCase());
  const has = (day: number) => on.some((one) => one === names[(day + 7) % 7]);
  if (from < to) return has(today) && clock >= from && clock < to;
  return clock >= from ? has(today) : clock < to && has(today - 1);
}

test('the next opening is open, and nothing before it is', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 20 });
  fc.assert(
    fc.property(window, moment, shares, (one, at, sample) => {
      const opens = nextOpening(one, at);
      expect(openByWords(one, opens)).toBe(true);
      expect(opens === at || opens % MINUTE === 0).toBe(true);
      expect(isWindowOpen(one, at)).toBe(openByWords(one, at));
      const span = opens - at;
      const moments = sample.map((share) => at + Math.floor(share * span)).filter((moment) => moment < opens);
      const last = Array.from({ length: 40 }, (_, n) => opens - 1 - n * MINUTE).filter((moment) => moment >= at);
      expect([...moments, ...last].filter((moment) => openByWords(one, moment))).toEqual([]);
    }),
    { numRuns },
  );
});
