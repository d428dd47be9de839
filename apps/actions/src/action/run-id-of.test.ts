import { expect, test } from '@jest/globals';
import { isRunId } from '@opsbook/runbook';
import * as fc from 'fast-check';
import { runIdOf } from './run-id-of.ts';

const execution = fc.stringMatching(/^[5-7][0-9a-f]{23}$/);

test('every execution has a run of its own, whose id is like every other and sorts by time', () => {
  const property = (one: string, other: string) => {
    expect(isRunId(runIdOf(one))).toBe(true);
    expect(runIdOf(one) === runIdOf(other)).toBe(one === other);
    if (one.slice(0, 8) < other.slice(0, 8)) expect(runIdOf(one) < runIdOf(other)).toBe(true);
  };
  fc.assert(fc.property(execution, execution, property), { numRuns: 300 });
});
