import { expect, test } from '@jest/globals';
import { checkEvents } from './check-events.ts';

test('events that wait are counted and not read: there may be very many', () => {
  const store = { undecided: () => [], countWaiting: () => 1_000_000, memory: () => ({}) };
  expect(checkEvents(store, 0, () => '')).toMatchObject([
    { check: 'events', status: 'ok', detail: 'all are decided, 1000000 wait for their time' },
  ]);
});
