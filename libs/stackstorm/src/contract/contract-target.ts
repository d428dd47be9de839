import type { Clock } from '@opsbook/context';
import type { Target } from '@opsbook/context/testing';
import type { StackStormClient } from '../client.ts';
import type { StackStormAuth } from '../options.ts';

/** What the contract is checked against: a StackStorm with its pack `core`. */
export interface ContractTarget extends Target {
  clock: Clock;
  client: StackStormClient;
  /** One with other credentials. */
  clientOf: (auth: StackStormAuth) => StackStormClient;
  /** Part of every name that is made, so that two runs do not meet. */
  run: string;
}

export type TargetOf = () => ContractTarget;
