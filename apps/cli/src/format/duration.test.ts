import { expect, test } from '@jest/globals';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['90', 90],
  ['30s', 30],
  ['10m', 600],
  ['1.5h', 5400],
  ['1d', 86_400],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', 'm', '10 m', '-5', '10min', '1h30m'])("'%s' is no duration", (text) => {
  expect(() => parseDuration(text)).toThrow('is no duration');
});

test('what is longer than a century is refused, and no time that cannot be written down', () => {
  expect(parseDuration('36500d')).toBe(3_153_600_000);
  for (const text of ['36501d', '99999999999d', `${'9'.repeat(400)}d`])
    expect(() => parseDuration(text)).toThrow('is too long: at most 36500d');
});

test.each([
  [0, '0s'],
  [59.6, '1m00s'],
  [80, '1m20s'],
  [7500, '2h05m'],
  [-3, '0s'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
