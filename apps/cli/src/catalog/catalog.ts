import type { AnyRunbook } from '@opsbook/runbook';
import { version } from '../version.ts';
import { type Found, collect } from './collect.ts';
import { hashOf } from './hash-of.ts';
import { importFrom } from './import-from.ts';
import { RunbooksError, type RunbooksFault } from './runbooks-error.ts';
import { type SourceModules, modulesOf } from './source-modules.ts';

/** Where the runbooks of opsbook itself come from. */
export const OURS = 'opsbook';

/** Every runbook that there is. */
export interface Catalog {
  /** By name. */
  runbooks: readonly AnyRunbook[];
  /** `opsbook`, or the entry of the configuration's `runbooks` that it comes from. */
  sourceOf: (name: string) => string;
  /** Of the code of all of them: a file of the site's that changes makes another version. */
  version: string;
}

export interface CatalogOptions {
  /** Entries of `runbooks` in the configuration. */
  sources: readonly string[];
  /** The folder that they are found from. */
  base: string;
  /** For tests, where modules are not Node's own. */
  importModule?: typeof importFrom;
}

/**
 * The runbooks of opsbook, and those of a site's folders and packages.
 * @throws RunbooksError with every fault of all of them
 */
export async function loadCatalog(
  ours: readonly AnyRunbook[],
  { sources, base, importModule = importFrom }: CatalogOptions,
): Promise<Catalog> {
  const faults: RunbooksFault[] = [];
  const located = [...new Set(sources)].flatMap((source) => locate(source, base, faults));
  const found: Found[] = [];
  for (const modules of located) found.push(...(await load(modules, (file) => importModule(base, file), faults)));
  refuseSameNames(ours, found, faults);
  if (faults.length > 0) throw new RunbooksError(faults);
  const sourceByName = new Map(found.map(({ runbook, source }) => [runbook.name, source]));
  const runbooks = [...ours, ...found.map(({ runbook }) => runbook)];
  return {
    runbooks: runbooks.sort((a, b) => (a.name < b.name ? -1 : 1)),
    sourceOf: (name) => sourceByName.get(name) ?? OURS,
    version: located.length === 0 ? version() : `${version()}+${hashOf(located)}`,
  };
}

/** The code of an entry; what the system says of a folder that cannot be read is a fault like any other. */
function locate(source: string, base: string, faults: RunbooksFault[]): SourceModules[] {
  try {
    return modulesOf(source, base, faults);
  } catch (error) {
    faults.push({ source, message: `it cannot be read: ${(error as Error).message}` });
    return [];
  }
}

async function load(
  { source, files, each }: SourceModules,
  importModule: (file: string) => Promise<Record<string, unknown>>,
  faults: RunbooksFault[],
): Promise<Found[]> {
  const found: Found[] = [];
  const before = faults.length;
  for (const file of files) {
    try {
      found.push(...collect(await importModule(file), { source, file }, faults));
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      faults.push({ source, file, message: `it does not load: ${message}` });
    }
  }
  if (found.length === 0 && faults.length === before) {
    faults.push({ source, message: each ? 'none of its files exports a runbook' : 'it exports no runbook' });
  }
  // An index exports again what its files export.
  return found.filter(({ runbook }, at) => found.findIndex((other) => other.runbook === runbook) === at);
}

function refuseSameNames(ours: readonly AnyRunbook[], found: readonly Found[], faults: RunbooksFault[]): void {
  const taken = new Map(ours.map(({ name }) => [name, 'opsbook has a runbook of this name']));
  for (const { runbook, source, file } of found) {
    const { name } = runbook;
    const by = taken.get(name);
    if (by !== undefined) faults.push({ source, file, message: `'${name}': ${by}` });
    else taken.set(name, `${file} has a runbook of this name too`);
  }
}
