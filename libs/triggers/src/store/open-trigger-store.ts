import { type Clock, systemClock } from '@opsbook/context';
import type { TriggerStore } from '../trigger-store.ts';
import { SqliteTriggerStore } from './sqlite-trigger-store.ts';

export interface TriggerStoreOptions {
  /** The file; it and its directory are made when missing. */
  path: string;
  /** Default: real time. */
  clock?: Clock;
}

/** Opens the ledger of events, and migrates one of an older opsbook. Throws a `LedgerError` of `@opsbook/sqlite` when the file cannot serve. */
export const openTriggerStore = ({ path, clock = systemClock }: TriggerStoreOptions): TriggerStore =>
  new SqliteTriggerStore(path, clock);
