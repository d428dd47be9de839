import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the tests of its file. */
export function temporaryFolder(): { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'opsbook-cli-'));
  folders.push(path);
  return { path };
}
