import { LedgerError } from './errors.ts';

/** What the file system threw, as a {@link LedgerError}; anything else as it is. */
export function fromSystem(error: unknown, path: string): unknown {
  const { syscall, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (syscall === undefined) return error;
  return new LedgerError('LEDGER_UNREACHABLE', `ledger ${path}: it cannot be made or seen: ${message ?? ''}`, error);
}
