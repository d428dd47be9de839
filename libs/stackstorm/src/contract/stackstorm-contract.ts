import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Target, contractTarget } from '@opsbook/context/testing';
import type { StackstormClient } from '../index.ts';

export interface ContractTarget extends Target {
  client: StackstormClient;
}

/** What holds for the simulator and for the real service. */
export function stackstormContract(prepare: () => Promise<ContractTarget>): void {
  const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);

  describe('Stackstorm', () => {
    test('says which version it is', async () => {
      expect(await target().client.version()).toMatch(/^\d+\.\d+/);
    });
  });
}
