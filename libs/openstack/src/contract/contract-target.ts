import { type Clock, sleep } from '@opsbook/context';
import type { Json, Wire } from './wire.ts';

/** What the contract is checked against. */
export interface ContractTarget {
  /** `the simulator`, or `cloud 'testbed'`. */
  name: string;
  clock: Clock;
  /** An admin of some project. */
  admin: Wire;
  /** A member of another project, without further roles. */
  member: Wire;
  /** The host on which the contract's servers are put, and whose service it switches. */
  host: string;
  /** Another one that takes servers. */
  otherHost: string;
  /** The smallest flavor, and an image to boot. */
  flavor: string;
  image: string;
  /** Makes things fail behind the API; undefined where that cannot be done. */
  failures: Failures | undefined;
  /** After everything. */
  close(): Promise<void>;
}

/** What fails from now on for what is on (or comes to) a host, until the returned function is called. */
export type Failures = (
  host: string,
  operation: 'live_migration' | 'pre_live_migration' | 'resize' | 'snapshot' | 'power_off' | 'spawn' | 'attach_volume',
  serverId: string,
) => () => void;

/** What a group of assertions gets: the target is ready when its tests run. */
export type TargetOf = () => ContractTarget;

/** Everything that the contract makes has this in its name. */
export const PREFIX = 'opsbook-contract-';

/** Looks until it is as wanted; @throws with what was seen last after a minute */
export async function until<T>(
  { clock }: ContractTarget,
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
  every = 0.15,
): Promise<T> {
  const deadline = clock.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (clock.now() > deadline)
      throw new Error(`not within a minute; last seen: ${JSON.stringify(seen).slice(0, 2000)}`);
    await sleep(clock, every * 1000);
  }
}

/** The names of the fields of an answer, sorted. */
export const keysOf = (record: Json): string[] => Object.keys(record as object).sort();

/** Whether everything seen is among the expected, in their order; some may have been missed between two looks. */
export const inOrder = (expected: readonly string[], seen: readonly string[]): boolean => {
  let at = 0;
  return seen.every((one) => {
    const next = expected.indexOf(one, at);
    at = next;
    return next >= 0;
  });
};
