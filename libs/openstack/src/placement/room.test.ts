import { describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { fits } from './fits.ts';
import { room } from './room.ts';

const numRuns = fuzzRuns(500);
const PLAIN = { total: 32, reserved: 0, allocationRatio: 4, minUnit: 1, maxUnit: 32, stepSize: 1 };

describe('room', () => {
  test.each([
    ['a ratio', PLAIN, 100, { capacity: 128, free: 28, largest: 28 }],
    ['no more than one consumer may have', PLAIN, 0, { capacity: 128, free: 128, largest: 32 }],
    [
      'what is reserved',
      { ...PLAIN, total: 65_536, reserved: 512, allocationRatio: 1, maxUnit: 65_536 },
      2048,
      { capacity: 65_024, free: 62_976, largest: 62_976 },
    ],
    [
      'a ratio that leaves a rest',
      { ...PLAIN, total: 3, allocationRatio: 1.5 },
      0,
      { capacity: 4, free: 4, largest: 4 },
    ],
    [
      'steps',
      { ...PLAIN, total: 100, allocationRatio: 1, minUnit: 10, maxUnit: 1000, stepSize: 10 },
      15,
      { capacity: 100, free: 85, largest: 80 },
    ],
    [
      'less than the smallest unit',
      { ...PLAIN, total: 100, allocationRatio: 1, minUnit: 10, maxUnit: 1000, stepSize: 10 },
      95,
      { capacity: 100, free: 5, largest: 0 },
    ],
    ['more given away than there is', { ...PLAIN, allocationRatio: 1 }, 40, { capacity: 32, free: -8, largest: 0 }],
  ])('knows %s', (_, inventory, used, expected) => {
    expect(room(inventory, used)).toMatchObject({ ...expected, used });
  });

  // Placement takes an amount when used + amount <= (total - reserved) * ratio and it keeps to the bounds.
  test('agrees with what placement takes, whatever the inventory', () => {
    const inventories = fc.record({
      total: fc.integer({ min: 1, max: 200 }),
      reserved: fc.integer({ min: 0, max: 200 }),
      allocationRatio: fc.constantFrom(0.5, 1, 1.1, 1.5, 4, 16),
      minUnit: fc.integer({ min: 1, max: 12 }),
      maxUnit: fc.integer({ min: 1, max: 300 }),
      stepSize: fc.integer({ min: 1, max: 12 }),
    });
    const property = fc.property(inventories, fc.nat(400), fc.integer({ min: 1, max: 400 }), (one, used, amount) => {
      fc.pre(one.reserved <= one.total);
      const taken =
        used + amount <= (one.total - one.reserved) * one.allocationRatio &&
        amount >= one.minUnit &&
        amount <= one.maxUnit &&
        amount % one.stepSize === 0;
      const found = room(one, used);
      const host = { id: 'h', name: 'h', generation: 1, resources: { VCPU: found }, parts: [] };
      expect(fits({ VCPU: amount }, host).fits).toBe(taken);
      if (taken) expect(found.largest).toBeGreaterThanOrEqual(amount);
      if (found.largest > 0) expect(fits({ VCPU: found.largest }, host).fits).toBe(true);
    });
    fc.assert(property, { numRuns });
  });
});
