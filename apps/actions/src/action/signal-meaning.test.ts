import { expect, test } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { signalMeaning } from './signal-meaning.ts';

test.each([
  ['before the time-out', 600, [10], ['stop']],
  ['without one', null, [1e6], ['stop']],
  ['sent twice at once', 600, [10, 0.1, 1], ['stop', 'nothing', 'nothing']],
  ['once more, later', 600, [10, 5], ['stop', 'leave']],
  ['at the time-out', 600, [599], ['leave']],
  ['at a time-out that is seen late and early', 600, [595.5, 0.1], ['leave', 'nothing']],
  ['at a short time-out', 4, [1], ['stop']],
  ['at the end of a short time-out', 4, [3], ['leave']],
])('%s', async (_, timeout, seconds, meanings) => {
  const clock = new VirtualClock();
  const meaning = signalMeaning(clock, timeout);
  const heard: string[] = [];
  for (const pause of seconds) {
    await new Promise<void>((resolve) => void clock.after(pause * 1000, () => resolve()));
    heard.push(meaning());
  }
  expect(heard).toEqual(meanings);
});
