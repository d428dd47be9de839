import { backupFile } from '@opsbook/sqlite';
import { RUNS } from './migrations.ts';

/**
 * Copies a ledger, as it is at the call, while processes go on writing to it; nobody waits. Rejects with
 * `BACKUP_EXISTS` when there is a file `to`, with `NOT_A_LEDGER`, `LEDGER_UNREACHABLE`, `LEDGER_FULL`, and with
 * `LEDGER_DAMAGED` when the copy does not pass SQLite's check.
 */
export const backupLedger = (path: string, to: string): Promise<void> => backupFile({ path, to, schema: RUNS });
