import { errorValue } from '@opsbook/runbook';

const PASSING = new Set(['unavailable', 'timeout', 'quota', 'rate-limited']);

/** Whether the ledger of runs refused for now (busy, full), so that it is worth asking again. */
export function isLedgerTrouble(error: unknown): boolean {
  const { code, kind } = errorValue(error);
  return code.startsWith('LEDGER_') && PASSING.has(kind);
}
