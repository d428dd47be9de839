import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file for its owner alone, and never in the place of another. Nothing is left of one that
 * cannot be written to its end. Throws what the system says.
 */
export function writeNewFile(file: string, content: string | Uint8Array): void {
  const opened = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(opened, content);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(opened);
  }
}
