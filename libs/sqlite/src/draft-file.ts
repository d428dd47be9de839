import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, fchmodSync, fsyncSync, linkSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** The users of one group share a ledger. SQLite gives `-wal` and `-shm` the mode of the file itself. */
const FILE_MODE = 0o660;
/** With the group inherited, so that the `-wal` file made by one user can be written by the next. */
const DIRECTORY_MODE = 0o2770;

/**
 * An empty file beside `path`, to be filled and then published under that name: whoever meets the name meets it complete,
 * however many processes begin at once. Makes the directory where it is missing. Answers the draft's path.
 */
export function makeDraft(path: string): string {
  const directory = dirname(path);
  if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, DIRECTORY_MODE);
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', FILE_MODE);
  // Again, since the umask took its part.
  fchmodSync(file, FILE_MODE);
  closeSync(file);
  return draft;
}

/** Gives a draft its name for good. False when there is such a file already. The draft's own name stays. */
export function publishDraft(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  // A name is durable once its directory is.
  const directory = openSync(dirname(path), 'r');
  fsyncSync(directory);
  closeSync(directory);
  return true;
}
