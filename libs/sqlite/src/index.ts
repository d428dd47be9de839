export { backupFile } from './backup-file.ts';
export { Database } from './database.ts';
export { LedgerError, type LedgerErrorCode, isLedgerError } from './errors.ts';
export { GroupCommit } from './group-commit.ts';
export { lockFile } from './lock-file.ts';
export { type Schema } from './schema.ts';
export { fromText, toText, toTextOrNull } from './text.ts';
export { where } from './where.ts';
