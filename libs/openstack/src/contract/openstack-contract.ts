import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { blockStorageContract } from './block-storage/block-storage-contract.ts';
import { computeContract } from './compute/compute-contract.ts';
import type { ContractTarget, TargetOf } from './contract-target.ts';
import { identityContract } from './identity/identity-contract.ts';
import { imageContract } from './image/image-contract.ts';
import { networkContract } from './network/network-contract.ts';
import { placementContract } from './placement/placement-contract.ts';

/** What holds of each service; `canFail`: things can be made to fail behind the API. */
const SERVICES: Record<string, (target: TargetOf, canFail: boolean) => void> = {
  identity: identityContract,
  compute: computeContract,
  image: imageContract,
  network: networkContract,
  'block storage': blockStorageContract,
  placement: placementContract,
};

/**
 * Everything that the simulator claims and that can be seen from outside, as tests: the same for the simulator and for a
 * real cloud. It makes its own servers and images there, and takes them away. Assertions are counted per service;
 * `-t 'the service compute'` checks one alone.
 */
export function openstackContract(prepare: () => Promise<ContractTarget>, { canFail }: { canFail: boolean }): void {
  for (const [service, contract] of Object.entries(SERVICES)) {
    describe(`the service ${service}`, () => {
      const prepareNamed = async () => {
        const target = await prepare();
        return { ...target, name: `${service} of ${target.name}` };
      };
      contract(contractTarget({ beforeAll, afterEach, afterAll, expect }, prepareNamed), canFail);
    });
  }
}
