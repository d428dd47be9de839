import { expect, test } from '@jest/globals';
import { utc, utcOrNull } from './utc.ts';

test.each([
  ['2026-11-21T05:36:15Z', '2026-11-21T05:36:15.000Z'],
  ['2026-11-21T05:36:19.000000', '2026-11-21T05:36:19.000Z'],
  ['2026-11-21T05:36:19.123456', '2026-11-21T05:36:19.123Z'],
  ['2026-11-21T05:36:19.123456Z', '2026-11-21T05:36:19.123Z'],
  ['2026-11-21T05:36:19', '2026-11-21T05:36:19.000Z'],
  ['2026-11-21T07:36:19+02:00', '2026-11-21T05:36:19.000Z'],
  ['not a time', 'not a time'],
])('%s is %s', (given, expected) => {
  expect(utc(given)).toBe(expected);
});

test('no time is null', () => {
  expect([null, undefined, ''].map(utcOrNull)).toEqual([null, null, null]);
});
