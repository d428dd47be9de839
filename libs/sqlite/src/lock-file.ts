import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Release } from '@opsbook/context';
import { makeDraft, publishDraft } from './draft-file.ts';
import { isLedgerError } from './errors.ts';
import { fromSqlite } from './sqlite-error.ts';
import { fromSystem } from './system-error.ts';

/** Milliseconds in which a holder that has just begun may say who it is, for whoever is refused. */
const PATIENCE = 200;

/** What nobody refers to is closed by the garbage collector, and the lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Holds a file, which is made where it is missing, alone of all processes of this host. It is a lock of the operating system, which
 * ends with the process however that dies, and lasts while the process is stopped. Answers how to let go; undefined when another
 * one holds the file. Only SQLite may touch it: a process that opens and closes a file of which it has a lock loses the lock.
 */
export function lockFile(path: string): Release | undefined {
  let db: DatabaseSync | undefined;
  try {
    if (!existsSync(path)) make(path);
    db = new DatabaseSync(path, { timeout: PATIENCE });
    // Writes nothing, so that a full disk is no hindrance.
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const typed = fromSystem(fromSqlite(error, path), path);
    if (isLedgerError(typed) && typed.code === 'LEDGER_BUSY') return undefined;
    throw typed;
  }
  const mine = db;
  held.add(mine);
  return () => {
    if (held.delete(mine)) mine.close();
  };
}

function make(path: string): void {
  const draft = makeDraft(path);
  try {
    const db = new DatabaseSync(draft);
    // In the file itself: a lock on WAL would let others read, and would need two files more.
    db.exec(
      "PRAGMA journal_mode = DELETE; CREATE TABLE lock (what TEXT); INSERT INTO lock VALUES ('locked, not written')",
    );
    db.close();
    publishDraft(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
