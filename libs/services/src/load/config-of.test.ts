import { describe, expect, it } from '@jest/globals';
import { configOf } from './config-of.ts';

describe('a configuration in code', () => {
  it('has defaults for what it does not say, and no file', () => {
    expect(configOf({ http: { timeout: 5 } })).toMatchObject({
      path: undefined,
      warnings: [],
      clouds: {},
      defaults: {},
      http: { timeout: 5 },
    });
  });

  it('is refused with all of its faults', () => {
    expect(() => configOf({ http: { timeout: 0 }, ledger: '' })).toThrow(
      /ledger: is empty.*\n.*http\.timeout: Too small/,
    );
  });
});
