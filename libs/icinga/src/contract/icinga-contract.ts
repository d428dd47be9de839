import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Clock } from '@opsbook/context';
import { contractTarget } from '@opsbook/context/testing';
import type { IcingaClient } from '../client.ts';
import { clientContract } from './client.ts';
import { downtimesContract } from './downtimes.ts';
import { frameContract } from './frame.ts';
import { queriesContract } from './queries.ts';
import type { Wire } from './wire.ts';

/** What the contract is checked against: an Icinga that is configured as `icinga2.conf` says, fresh. */
export interface ContractTarget {
  name: string;
  clock: Clock;
  wire: Wire;
  /** As `root`; its downtimes are those of the author `contract`. */
  client: IcingaClient;
  /** One with another name and password. */
  clientOf: (username: string, password: string) => IcingaClient;
  close: () => Promise<void>;
}

export type TargetOf = () => ContractTarget;

/** Everything that the simulator claims and that can be seen from outside, as tests: the same for it and for Icinga 2.13. */
export function icingaContract(prepare: () => Promise<ContractTarget>): void {
  const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);
  frameContract(target);
  queriesContract(target);
  downtimesContract(target);
  clientContract(target);
}
