import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync, backup } from 'node:sqlite';
import { BUSY_TIMEOUT } from './database.ts';
import { makeDraft, publishDraft } from './draft-file.ts';
import { LedgerError } from './errors.ts';
import type { Schema } from './schema.ts';
import { fromSqlite } from './sqlite-error.ts';
import { fromSystem } from './system-error.ts';

/** Pages of 4 KiB that are copied in one go, on a thread of its own. */
const RATE = 1000;

/**
 * Copies a file of this schema, or of an older one, as it is at the call, while processes go on writing to it; nobody
 * waits. The copy is checked and then appears under its name at once, with mode 0660, and can be opened as the file
 * itself. The source is only read, and not migrated.
 * Rejects with `BACKUP_EXISTS` when there is a file `to`, with `NOT_A_LEDGER`, `LEDGER_UNREACHABLE`, `LEDGER_FULL`, and
 * with `LEDGER_DAMAGED` when the copy does not pass SQLite's check.
 */
export async function backupFile({ path, to, schema }: { path: string; to: string; schema: Schema }): Promise<void> {
  if (existsSync(to)) throw exists(to);
  const source = openSource(path, schema);
  try {
    const draft = attempt(to, () => makeDraft(to));
    try {
      await backup(source, draft, { rate: RATE }).catch((error: unknown) => {
        throw fromSqlite(error, to);
      });
      attempt(to, () => check(draft, to));
      if (!attempt(to, () => publishDraft(draft, to))) throw exists(to);
    } finally {
      for (const file of [draft, `${draft}-wal`, `${draft}-shm`, `${draft}-journal`]) rmSync(file, { force: true });
    }
  } finally {
    source.close();
  }
}

function openSource(path: string, { applicationId }: Schema): DatabaseSync {
  const source = attempt(path, () => new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT }));
  try {
    // One read transaction for all of it: otherwise every commit of another process makes the copying start anew.
    attempt(path, () => source.exec('BEGIN'));
    const id = attempt(path, () => source.prepare('PRAGMA application_id').get()) as { application_id: number };
    attempt(path, () => source.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get());
    if (id.application_id === applicationId) return source;
    throw new LedgerError('NOT_A_LEDGER', `ledger ${path}: it is the database of another application, or empty`);
  } catch (error) {
    source.close();
    throw error;
  }
}

function check(draft: string, to: string): void {
  const copy = new DatabaseSync(draft);
  try {
    const [first] = copy.prepare('PRAGMA integrity_check(1)').all() as { integrity_check: string }[];
    if (first?.integrity_check === 'ok') return;
    throw new LedgerError('LEDGER_DAMAGED', `backup ${to}: the copy is damaged: ${first?.integrity_check ?? ''}`);
  } finally {
    copy.close();
  }
}

const exists = (to: string) =>
  new LedgerError('BACKUP_EXISTS', `backup ${to}: there is a file of this name, which may be another backup`);

function attempt<T>(path: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw fromSystem(fromSqlite(error, path), path);
  }
}
