import { expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { RunIds, childRunId } from './run-id.ts';

it('gives twenty thousand children an id of their own, the same each time', () => {
  const ids = () => Array.from({ length: 20_000 }, (_, i) => childRunId('parent', `move/${i}/child`));
  expect(new Set(ids()).size).toBe(20_000);
  expect(ids()).toEqual(ids());
});

it('gives the runs that are started at once ids that differ in their time and sort as they were started', () => {
  const runs = new RunIds(new VirtualClock());
  const ids = Array.from({ length: 2000 }, () => runs.next());
  expect(new Set(ids.map((id) => id.split('-')[0])).size).toBe(2000);
  expect([...ids].sort()).toEqual(ids);
});
