import { expect, test } from '@jest/globals';
import { OPERATORS as EVALUATED } from '@opsbook/stackstorm/testing';
import { OPERATORS } from './operators.ts';

test('the operators that a rule may have are those that the simulator evaluates', () => {
  // `search` is no function of two values, and stands elsewhere.
  expect([...OPERATORS].sort()).toEqual([...Object.keys(EVALUATED), 'search'].sort());
});
