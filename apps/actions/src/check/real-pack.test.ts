import { expect, test } from '@jest/globals';
import { packOf } from '../pack/pack.test-support.ts';
import { checkPack } from './check-pack.ts';

test.each([
  ['as it is', {}],
  ['with the names of the original pack', { compat: 'cloud-pack' as const }],
])('StackStorm takes every file of the pack, %s', (_what, options) => {
  expect(checkPack(packOf(options).files)).toEqual([]);
});
