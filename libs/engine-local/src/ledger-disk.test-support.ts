import type { Clock } from '@opsbook/context';
import type { Disk } from '@opsbook/runbook/testing';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { SqliteStore } from './sqlite-store.ts';

/** A ledger of its own, which each process opens for itself. */
export function ledgerDisk(clock: Clock): Disk {
  const { path, remove } = temporaryLedger();
  return { open: () => new SqliteStore(path, clock), remove };
}
