import { expect, it } from '@jest/globals';
import { uptimeDays } from './uptime-days.ts';

it.each([
  [' 10:01:02 up 12 days,  3:04,  1 user,  load average: 0.00, 0.01, 0.05', 12.13],
  ['08:32:11 up 93 days, 18:25, 12 users, load average: 0.20', 93.77],
  ['10:01 up 1 day, 5 min, 0 users', 1],
  ['10:01 up 6:00, 2 users', 0.25],
  ['10:01 up 36 min, 2 users', 0.03],
  ['up for ever', null],
  ['', null],
  [null, null],
])('%s', (text, days) => {
  expect(uptimeDays(text)).toBe(days);
});
