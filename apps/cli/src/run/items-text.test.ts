import { expect, test } from '@jest/globals';
import { styleOf } from '../format/style.ts';
import { itemsText } from './items-text.ts';
import type { ViewNode } from './run-view.ts';

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1000).toISOString();
const server = (name: string, more: Partial<ViewNode>): ViewNode => ({
  path: `move/${name}-id`,
  name,
  kind: 'item',
  status: 'changed',
  startedAt: at(0),
  endedAt: at(8),
  children: [],
  ...more,
});
const moved = {
  id: 'web-1-id',
  name: 'web-1',
  from: 'hv4',
  to: 'hv3',
  migrationId: 61,
  seconds: 7,
  requestId: 'req-1',
};
const items = [
  server('web-1', { value: { ...moved, snapshot: null } }),
  server('web-2', {
    status: 'failed',
    error: { code: 'X', kind: 'conflict', message: 'No valid host', requestId: 'req-2' },
  }),
];

test('each fact has a column; what stands beside it already is not said twice', () => {
  expect(itemsText(items, styleOf(false))).toBe(
    [
      'ITEM   STATUS   TOOK  FROM  TO   MIGRATION ID  REQUEST  WHY',
      'web-1  changed  8s    hv4   hv3  61            req-1',
      'web-2  failed   8s                             req-2    No valid host',
      '',
    ].join('\n'),
  );
});

test('on a narrow screen each item has lines of its own, and nothing is left out', () => {
  expect(itemsText(items, styleOf(false), 40)).toBe(
    'web-1  changed  8s\n  hv4 -> hv3  migrationId=61\n  req-1\nweb-2  failed  8s\n  No valid host\n  req-2\n',
  );
});

test('items that tell very much tell it in one column', () => {
  const value = { a: 1, b: 2, c: 3, d: 4, e: 5, f: true };
  expect(itemsText([server('x', { value })], styleOf(false))).toMatch(/^x +changed +8s +a=1 b=2 c=3 d=4 e=5 f=true$/m);
});
