import { expect, test } from '@jest/globals';
import type { StoredTriggerEvent } from '@opsbook/triggers';
import { checkEvents } from './check-events.ts';

test('events that wait are counted and not read: there may be very many', () => {
  const store = { undecided: () => [], emitting: () => [], countWaiting: () => 1_000_000, memory: () => ({}) };
  expect(checkEvents(store, 0, () => '')).toMatchObject([
    { check: 'events', status: 'ok', detail: 'all are decided, 1000000 wait for their time' },
  ]);
});

const received = (id: string, minutesAgo: number, intent?: { rule: string; run: string }): StoredTriggerEvent => ({
  event: {
    ...{ id, type: 'alert', source: 'prod', key: id, subject: id, status: 'firing', payload: {} },
    receivedAt: new Date(-minutesAgo * 60_000).toISOString(),
  },
  state: { state: 'received', ...(intent && { intent }) },
});

test.each([
  [
    'a run that is planned, which may take a quarter of an hour',
    14,
    0,
    'ok',
    'the run r1 for e1 is about to be started',
  ],
  ['a run that nobody starts', 30, 0, 'fault', 'the run r1 for e1 is about to be started, for 30m'],
  ['what nobody decides behind one that is planned', 14, 2, 'fault', 'e2'],
])('%s', (_, planned, undecided, status, detail) => {
  const behind = undecided === 0 ? [] : [received('e2', undecided)];
  const events = [received('e1', planned, { rule: 'drain', run: 'r1' }), ...behind];
  const store = { undecided: () => events, emitting: () => [], countWaiting: () => 0, memory: () => ({}) };
  expect(checkEvents(store, 0, () => 'serve')).toMatchObject([{ status, detail: expect.stringContaining(detail) }]);
});

test.each([
  [5, 'ok'],
  [6, 'warning'],
])('an event that StackStorm has not got for %p minutes: %s', (minutes, status) => {
  const { event } = received('e7', minutes);
  const emits = { trigger: 'opsbook.alert', traceTag: 'e7' };
  const emitting = () => [{ event, state: { state: 'received' as const, emits } }];
  const store = { undecided: () => [], emitting, countWaiting: () => 0, memory: () => ({}) };
  const detail = `the oldest for StackStorm has waited since 1969-12-31 23:5${10 - minutes}:00Z, for ${minutes}m00s (e7)`;
  expect(checkEvents(store, 0, () => 'alerts')).toMatchObject([{ status: 'ok' }, { check: 'events', status, detail }]);
});
