/** Every code that this library throws, with the kind that callers switch on. */
const KINDS = {
  /** The file was written by a newer opsbook; an older one would misread it. */
  LEDGER_TOO_NEW: 'refused',
  /** The file is something else than a ledger, or empty. */
  NOT_A_LEDGER: 'invalid-input',
  /** The file or its directory cannot be made, read or written by this user. */
  LEDGER_UNREACHABLE: 'forbidden',
  /** Other processes kept the file locked for longer than the busy time-out. */
  LEDGER_BUSY: 'unavailable',
  /** The disk, or the user's share of it, is full. Nothing was written. */
  LEDGER_FULL: 'quota',
  /** The file's structure is broken: restore a backup. */
  LEDGER_DAMAGED: 'unavailable',
  /** A backup is not written over an existing file. */
  BACKUP_EXISTS: 'conflict',
  /** Whatever else SQLite reports; its own message stands in the text. */
  LEDGER_FAILED: 'unavailable',
} as const;

export type LedgerErrorCode = keyof typeof KINDS;

const MARK = Symbol.for('@opsbook/sqlite.error');

/** Thrown when the file cannot serve. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly kind: (typeof KINDS)[LedgerErrorCode];
  readonly [MARK] = true;

  constructor(code: LedgerErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LedgerError';
    this.code = code;
    this.kind = KINDS[code];
  }
}

/** Whether `error` is a {@link LedgerError}, whichever copy of the package threw it. */
export function isLedgerError(error: unknown): error is LedgerError {
  return typeof error === 'object' && error !== null && MARK in error;
}
