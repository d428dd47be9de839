import { expect, test } from '@jest/globals';
import type { ViewNode } from './run-view.ts';
import { timeLeft } from './time-left.ts';

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1000).toISOString();
const item = (more: Partial<ViewNode>): ViewNode => ({
  path: 'move/x',
  name: 'x',
  kind: 'item',
  status: 'started',
  children: [],
  ...more,
});
const took = (seconds: number) => item({ status: 'changed', startedAt: at(0), endedAt: at(seconds) });

test('nothing is said before an item has ended', () => {
  expect(timeLeft([item({ startedAt: at(0) })], 3, at(10))).toBeUndefined();
});

test('what waits takes as long as what has ended, in as many lanes as are open', () => {
  expect(timeLeft([took(60), item({ startedAt: at(60) })], 4, at(60))).toBe(180);
  const two = [took(60), took(60), item({ startedAt: at(60) }), item({ startedAt: at(60) })];
  expect(timeLeft(two, 4, at(70))).toBe(50);
  expect(timeLeft(two, 6, at(70))).toBe(110);
});

test('items that had nothing to do say nothing of the others', () => {
  const items = [
    took(60),
    item({ status: 'unchanged', startedAt: at(0), endedAt: at(0) }),
    item({ status: 'skipped' }),
  ];
  expect(timeLeft(items, 4, at(60))).toBe(60);
});

test('an item that says how long it will take is believed', () => {
  const open = item({ startedAt: at(60), progress: { secondsLeft: 300 }, progressAt: at(70) });
  expect(timeLeft([took(60), open], 2, at(100))).toBe(270);
});
