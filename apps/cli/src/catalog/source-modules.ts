import { existsSync, readdirSync, statSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunbooksFault } from './runbooks-error.ts';

/** The code of one entry of `runbooks`. */
export interface SourceModules {
  source: string;
  /** Everything that it loads is expected below it. */
  folder: string;
  /** What is imported: absolute paths of files, or the name of a package. */
  files: string[];
  /** Whether each file of the folder is one of them; else its index is, or the package's entry. */
  each: boolean;
}

const MODULE = /\.m?[jt]s$/;
const NO_RUNBOOK = /\.d\.m?ts$|\.(test|spec|test-support)\.m?[jt]s$/;
const INDEX = ['index.ts', 'index.mts', 'index.js', 'index.mjs'];

/** A folder begins with `.`, `/` or `~`; anything else is a package, found from `base` as Node finds it. */
export function modulesOf(source: string, base: string, faults: RunbooksFault[]): SourceModules[] {
  if (!/^[./~]/.test(source)) return packageOf(source, base, faults);
  const folder = source.startsWith('~/') ? join(homedir(), source.slice(2)) : resolve(base, source);
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    faults.push({ source, message: `there is no folder ${folder}` });
    return [];
  }
  const index = INDEX.map((name) => join(folder, name)).find((file) => existsSync(file));
  const modules = filesBelow(folder).filter((file) => MODULE.test(file) && !NO_RUNBOOK.test(file));
  return [{ source, folder, files: index === undefined ? modules : [index], each: index === undefined }];
}

function packageOf(source: string, base: string, faults: RunbooksFault[]): SourceModules[] {
  const manifest = attempt(() => findPackageJSON(source, pathToFileURL(join(base, 'opsbook.yaml'))));
  if (manifest !== undefined) return [{ source, folder: dirname(manifest), files: [source], each: false }];
  faults.push({ source, message: `there is no package of this name in the node_modules of ${base} or above it` });
  return [];
}

/** Absolute paths, sorted; without what is hidden, and without installed packages. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !name.startsWith('.') && name !== 'node_modules',
  );
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const found = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      return found?.isFile() === true ? [path] : entry.isDirectory() ? filesBelow(path) : [];
    })
    .sort();
}

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
