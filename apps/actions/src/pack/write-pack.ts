import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PackError } from './pack-error.ts';
import type { PackFile } from './pack-file.ts';
import { PACKAGE } from './pack-files.ts';

/**
 * Writes a pack as the folder, in the place of an older one of ours. It is written beside it first, and takes its place when
 * it is whole. What begins with a dot stays: the folder may be a clone of the repository that the pack is installed from.
 * @throws PackError PACK_FOLDER for a folder with anything else in it; or what the system says. Nothing was written then
 */
export function writePack(files: readonly PackFile[], out: string): void {
  const folder = resolve(out);
  const kept = keptOf(folder);
  mkdirSync(dirname(folder), { recursive: true });
  const made = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const written = join(made, 'new');
    for (const { path, content, mode = 0o644 } of files) {
      const file = join(written, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode });
    }
    takePlace(written, folder, join(made, 'old'), kept);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** Names of what stays in the folder. Throws `PACK_FOLDER`. */
function keptOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  const kept = names.filter((name) => name.startsWith('.'));
  if (kept.length < names.length && !isOurs(folder)) {
    throw new PackError(
      'PACK_FOLDER',
      `${folder} is not empty, and no pack that opsbook has built: give another folder with --out`,
    );
  }
  return kept;
}

function isOurs(folder: string): boolean {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name === PACKAGE;
  } catch {
    return false;
  }
}

function takePlace(written: string, folder: string, old: string, kept: readonly string[]): void {
  if (!existsSync(folder)) {
    renameSync(written, folder);
    return;
  }
  renameSync(folder, old);
  try {
    for (const name of kept) renameSync(join(old, name), join(written, name));
    renameSync(written, folder);
  } catch (error) {
    for (const name of kept) if (existsSync(join(written, name))) renameSync(join(written, name), join(old, name));
    renameSync(old, folder);
    throw error;
  }
}
