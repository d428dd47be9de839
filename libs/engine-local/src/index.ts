export { LedgerError, type LedgerErrorCode, isLedgerError } from '@opsbook/sqlite';
export { backupLedger } from './backup-ledger.ts';
export { type LocalEngineOptions, openLocalEngine } from './open-local-engine.ts';
export { SqliteStore } from './sqlite-store.ts';
