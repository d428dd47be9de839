import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { clientContract } from './client.ts';
import type { ContractTarget } from './contract-target.ts';
import { downtimesContract } from './downtimes.ts';
import { frameContract } from './frame.ts';
import { queriesContract } from './queries.ts';

/** Everything that the simulator claims and that can be seen from outside, as tests: the same for it and for Icinga 2.13. */
export function icingaContract(prepare: () => Promise<ContractTarget>): void {
  const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);
  frameContract(target);
  queriesContract(target);
  downtimesContract(target);
  clientContract(target);
}
