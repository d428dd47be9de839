import type { Clock } from '@opsbook/context';
import type { IcingaClient } from '../client.ts';
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
