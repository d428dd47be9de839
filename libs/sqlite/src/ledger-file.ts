import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { makeDraft, publishDraft } from './draft-file.ts';
import { LedgerError } from './errors.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { fromSystem } from './system-error.ts';

/**
 * Makes the ledger's file, and its directory, where they are missing. An existing file is left as it is; an empty one
 * is refused with `NOT_A_LEDGER`, since it may be what is left of a full one.
 */
export function makeLedgerFile(path: string, schema: Schema): void {
  try {
    if (!existsSync(path)) make(path, schema);
    if (statSync(path).size > 0) return;
  } catch (error) {
    throw fromSystem(error, path);
  }
  throw new LedgerError('NOT_A_LEDGER', `ledger ${path}: the file is empty; remove it to begin a new ledger`);
}

function make(path: string, schema: Schema): void {
  const draft = makeDraft(path);
  try {
    fill(draft, schema);
    publishDraft(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function fill(draft: string, schema: Schema): void {
  const db = new DatabaseSync(draft);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;');
    migrate(db, schema);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}
