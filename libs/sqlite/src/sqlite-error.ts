import { LedgerError, type LedgerErrorCode, isLedgerError } from './errors.ts';

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html, and some of their details. */
const CODES: Readonly<Record<number, readonly [LedgerErrorCode, advice: string]>> = {
  3: ['LEDGER_UNREACHABLE', 'this user may not open it'],
  5: ['LEDGER_BUSY', 'other processes kept it locked; try again'],
  6: ['LEDGER_BUSY', 'other processes kept it locked; try again'],
  8: ['LEDGER_UNREACHABLE', 'this user may not write to it or to its directory'],
  11: ['LEDGER_DAMAGED', 'it is damaged; restore a backup'],
  13: ['LEDGER_FULL', 'the disk is full; nothing was written'],
  14: ['LEDGER_UNREACHABLE', 'it, its directory, or its -wal and -shm files cannot be opened by this user'],
  // SQLITE_IOERR_SHMSIZE: no room for the -shm file.
  4874: ['LEDGER_FULL', 'the disk is full; nothing was written'],
  26: ['NOT_A_LEDGER', 'it is no SQLite database'],
};

/** What is wrong with one statement alone: a value too big, a constraint, a value of another type. */
const OF_STATEMENT = [18, 19, 20];

/** What SQLite threw, as a {@link LedgerError}; anything else as it is. */
export function fromSqlite(error: unknown, path: string): unknown {
  const { errcode, message } = (error ?? {}) as { errcode?: unknown; message?: string };
  if (typeof errcode !== 'number') return error;
  // The lower byte is the primary code, the rest its details.
  const [code, advice] = CODES[errcode] ?? CODES[errcode & 0xff] ?? ['LEDGER_FAILED', 'SQLite refused'];
  return new LedgerError(code, `ledger ${path}: ${advice} (SQLite: ${message})`, error);
}

/** Whether the writes before and after the one that failed may stay: the fault is its own, and not the file's. */
export function isOfStatement(error: unknown): boolean {
  if (!isLedgerError(error)) return true;
  const { errcode = 0 } = (error.cause ?? {}) as { errcode?: number };
  return OF_STATEMENT.includes(errcode & 0xff);
}
