import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PackError, type PackFile } from '@opsbook/actions';

/** What the command line becomes when it is built: this very folder, or the one beside the sources. */
const FOLDERS = [import.meta.dirname, join(import.meta.dirname, '../../dist')];
const ENTRY = 'opsbook.js';

export interface Bundle {
  /** For the pack's folder `dist`. */
  files: PackFile[];
  /** When it was built; UTC ISO 8601. */
  builtAt: string;
}

/**
 * The bundle that the actions of a pack run.
 * @param folders where it may be
 * @throws PackError PACK_NO_BUNDLE
 */
export function readBundle(folders: readonly string[] = FOLDERS): Bundle {
  const folder = folders.find((one) => existsSync(join(one, ENTRY)));
  if (folder === undefined) {
    throw new PackError(
      'PACK_NO_BUNDLE',
      "the pack needs opsbook as it is released, and this one runs from its sources: build it with 'npm run build -w @opsbook/cli'",
    );
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('.map'));
  const files = names
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ path: `dist/${name.replaceAll('\\', '/')}`, content: readFileSync(join(folder, name)) }));
  return { files, builtAt: statSync(join(folder, ENTRY)).mtime.toISOString() };
}
