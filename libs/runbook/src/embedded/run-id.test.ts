import { expect, it } from '@jest/globals';
import { childRunId } from './run-id.ts';

it('gives twenty thousand children an id of their own, the same each time', () => {
  const ids = () => Array.from({ length: 20_000 }, (_, i) => childRunId('parent', `move/${i}/child`));
  expect(new Set(ids()).size).toBe(20_000);
  expect(ids()).toEqual(ids());
});
