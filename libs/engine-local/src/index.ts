export { backupLedger } from './backup-ledger.ts';
export { LedgerError, type LedgerErrorCode, isLedgerError } from './errors.ts';
export { type LocalEngineOptions, openLocalEngine } from './open-local-engine.ts';
export { SqliteStore } from './sqlite-store.ts';
