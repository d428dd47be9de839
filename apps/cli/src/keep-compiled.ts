import { statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Lets Node keep what it compiled, in the user's own folder: each action of a pack is a process. What is found there is run, so
 * it is neither below /tmp, which is anybody's who comes first, nor in the home of somebody else, as under `sudo -E`.
 */
export function keepCompiled(): void {
  try {
    const home = homedir();
    if (isAbsolute(home) && statSync(home).uid === process.getuid?.()) enableCompileCache(join(home, '.cache/opsbook'));
  } catch {
    // Not every user has a home.
  }
}
