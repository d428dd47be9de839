import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { accessContract } from './access.ts';
import type { ContractTarget } from './contract-target.ts';
import { eventsContract } from './events.ts';
import { executionsContract } from './executions.ts';
import { inquiriesContract } from './inquiries.ts';
import { keysContract } from './keys.ts';

/** Everything that the simulator claims and that can be seen from outside, as tests: the same for it and for StackStorm 3.9. */
export function stackstormContract(prepare: () => Promise<ContractTarget>): void {
  const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);
  accessContract(target);
  executionsContract(target);
  keysContract(target);
  eventsContract(target);
  inquiriesContract(target);
}
