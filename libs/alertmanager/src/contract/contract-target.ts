import { type Clock, sleep } from '@opsbook/context';
import type { WebhookPayload } from '../webhook.ts';
import type { Wire } from './wire.ts';

/** What the contract is checked against. */
export interface ContractTarget {
  /** `the simulator`, or `Alertmanager at ...`. */
  name: string;
  url: string;
  /** Tells this run from earlier ones, whose alerts and notifications Alertmanager remembers for a while. */
  run: string;
  clock: Clock;
  wire: Wire;
  /** After everything. */
  close: () => Promise<void>;
}

/** One that is configured as `alertmanager.yml` says. */
export interface ConfiguredTarget extends ContractTarget {
  /** What `hook` was notified of until now. */
  received: readonly WebhookPayload[];
  /** The status with which `hook` answers the next notification of an alert, by its name. */
  refusals: Map<string, number>;
}

/** What a group of assertions gets: the target is ready when its tests run. */
export type TargetOf<T = ContractTarget> = () => T;

/** A label that everything the contract makes has: so it meets nothing else. */
export const MARK = 'opsbook_contract';

/** Looks until it is as wanted; @throws with what was seen last after half a minute */
export async function until<T>(
  { clock }: ContractTarget,
  look: () => Promise<T> | T,
  wanted: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (clock.now() > deadline) throw new Error(`not within 30 s; last seen: ${JSON.stringify(seen).slice(0, 2000)}`);
    await sleep(clock, 100);
  }
}

/** A time from now, as the API reads it. @param seconds may be negative */
export const at = ({ clock }: ContractTarget, seconds: number): string =>
  new Date(clock.now() + seconds * 1000).toISOString();
