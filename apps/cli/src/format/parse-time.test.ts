import { expect, test } from '@jest/globals';
import { parseTime } from './parse-time.ts';

const now = Date.UTC(2030, 0, 31, 12);

test.each([
  ['30m', '2030-01-31T11:30:00.000Z'],
  ['2h', '2030-01-31T10:00:00.000Z'],
  ['3d', '2030-01-28T12:00:00.000Z'],
  ['2030-01-30', '2030-01-30T00:00:00.000Z'],
  ['2030-01-30T10:00', '2030-01-30T10:00:00.000Z'],
  ['2030-01-30 10:00:05Z', '2030-01-30T10:00:05.000Z'],
  ['2030-01-30T10:00+02:00', '2030-01-30T08:00:00.000Z'],
])('%s is %s', (text, time) => {
  expect(parseTime(text, now)).toBe(time);
});

test.each(['', '90', 'yesterday', '2030', '2030-13-01', '2030-01-30T99:00', '1e9'])("'%s' is no time", (text) => {
  expect(() => parseTime(text, now)).toThrow('is no time');
});
