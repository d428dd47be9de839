import { expect, it } from '@jest/globals';
import { inOrder } from './in-order.ts';

const small = { name: 'b-small', ramMiB: 512 };
const twin = { name: 'a-small', ramMiB: 512 };
const large = { name: 'a-large', ramMiB: 8192 };
const servers = [large, small, twin];

it.each([
  ['smallest', [twin, small, large]],
  ['largest', [large, twin, small]],
  ['name', [large, twin, small]],
] as const)('puts the %s first, and goes by name where servers are alike', (order, expected) => {
  expect(inOrder(servers, order)).toEqual(expected);
  expect(inOrder([...servers].reverse(), order)).toEqual(expected);
});

it('goes by name alone when told, whatever the size', () => {
  const byName = inOrder(
    [
      { name: 'b', ramMiB: 1 },
      { name: 'a', ramMiB: 9 },
      { name: 'c', ramMiB: 5 },
    ],
    'name',
  );
  expect(byName.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

it('leaves the list that it was given as it is, and keeps all else that an item holds', () => {
  const given = [
    { ...large, id: '1' },
    { ...small, id: '2' },
  ];
  expect(inOrder(given, 'smallest').map(({ id }) => id)).toEqual(['2', '1']);
  expect(given.map(({ id }) => id)).toEqual(['1', '2']);
  expect(inOrder([], 'largest')).toEqual([]);
});
