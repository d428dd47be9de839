import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A path for a ledger in a directory of its own, which `remove` takes away with all that is in it. */
export function temporaryLedger(): { directory: string; path: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'opsbook-ledger-'));
  return {
    directory,
    path: join(directory, 'ledger.db'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
