import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerError } from './errors.ts';
import { migrate } from './migrations.ts';

/** The users of one group share a ledger. SQLite gives `-wal` and `-shm` the mode of the file itself. */
const FILE_MODE = 0o660;
/** With the group inherited, so that the `-wal` file made by one user can be written by the next. */
const DIRECTORY_MODE = 0o2770;

/**
 * Makes the ledger's file, and its directory, where they are missing. An existing file is left as it is; an empty one
 * is refused with `NOT_A_LEDGER`, since it may be what is left of a full one.
 */
export function makeLedgerFile(path: string): void {
  try {
    if (!existsSync(path)) make(path);
    if (statSync(path).size > 0) return;
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new LedgerError('LEDGER_UNREACHABLE', `ledger ${path}: it cannot be made or seen: ${message}`, error);
  }
  throw new LedgerError('NOT_A_LEDGER', `ledger ${path}: the file is empty; remove it to begin a new ledger`);
}

/** Under another name first: whoever meets the file meets it complete, however many processes begin at once. */
function make(path: string): void {
  const directory = dirname(path);
  if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, DIRECTORY_MODE);
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = openSync(draft, 'wx', FILE_MODE);
    // Again, since the umask took its part.
    fchmodSync(file, FILE_MODE);
    closeSync(file);
    fill(draft);
    linkSync(draft, path);
    syncDirectory(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function fill(draft: string): void {
  const db = new DatabaseSync(draft);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;');
    migrate(db);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

/** A name is durable once its directory is. */
function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
