import { type Clock, sleep } from '@opsbook/context';
import type { JiraClient } from '../index.ts';

/** What the contract is checked against: a project in which the account may create, edit, comment, link and attach. */
export interface ContractTarget {
  /** `the simulator (cloud)`, or `Jira at ...`. */
  name: string;
  client: JiraClient;
  clock: Clock;
  /** The project's key. */
  project: string;
  /** An issue type that needs no more than a summary, and whose first transitions need no fields. */
  type: string;
  /** Tells this run from earlier ones. */
  run: string;
  /** A new client of the same Jira with a secret that is wrong: one sends that secret no more than once. */
  stranger: () => JiraClient;
  /** After everything: removes what was made. */
  close: () => Promise<void>;
}

/** What a group of assertions gets: the target is ready when its tests run. */
export type TargetOf = () => ContractTarget;

/** Looks until it is as wanted; @throws with what was seen last after a minute: Cloud's search lags */
export async function until<T>(
  { clock }: ContractTarget,
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (clock.now() > deadline)
      throw new Error(`not within a minute; last seen: ${JSON.stringify(seen).slice(0, 2000)}`);
    await sleep(clock, 2000);
  }
}
