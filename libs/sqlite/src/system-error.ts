import { LedgerError } from './errors.ts';

/** No space, or none for this user. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** What the file system threw, as a {@link LedgerError}; anything else as it is. */
export function fromSystem(error: unknown, path: string): unknown {
  const { syscall, code = '', message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (syscall === undefined) return error;
  if (FULL.includes(code))
    return new LedgerError('LEDGER_FULL', `ledger ${path}: the disk is full; nothing was written`, error);
  return new LedgerError('LEDGER_UNREACHABLE', `ledger ${path}: it cannot be made or seen: ${message ?? ''}`, error);
}
