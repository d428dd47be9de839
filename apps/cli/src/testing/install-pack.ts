import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Fault, type PackFile, buildPack, checkPack, writePack } from '@opsbook/actions';
import type { AnyRunbook } from '@opsbook/runbook';
import type { StackStormSimulator } from '@opsbook/stackstorm/testing';
import { parse } from 'yaml';
import { version } from '../version.ts';

const launcher = fileURLToPath(new URL('../../bin/opsbook.cjs', import.meta.url));

export interface Installation {
  sim: StackStormSimulator;
  /** Where `packs` and `opsbook.yaml` are. */
  folder: string;
  runbooks: readonly AnyRunbook[];
  /** Files beside those that are built. */
  more?: readonly PackFile[];
}

/**
 * Builds the pack, puts it where its actions look for it, with the sources for the bundle, and has a simulated StackStorm register it.
 *
 * @returns what of it breaks StackStorm's rules
 */
export function installPack({ sim, folder, runbooks, more = [] }: Installation): Fault[] {
  const packsFolder = join(folder, 'packs');
  const entry = { path: 'dist/opsbook.js', content: `import ${JSON.stringify(pathToFileURL(launcher).href)};\n` };
  const options = { ref: 'opsbook', version: version(), node: process.execPath, packsFolder, runbooks };
  const files = [...buildPack(options), ...more, entry];
  writePack(files, join(packsFolder, options.ref));
  const documents = files
    .filter(({ path }) => path.endsWith('.yaml'))
    .map(({ path, content }) => ({ path, document: parse(String(content), { version: '1.1' }) as unknown }));
  const unregistered = sim.installPack(documents, { config: join(folder, 'opsbook.yaml') });
  if (unregistered.length > 0) throw new Error(JSON.stringify(unregistered));
  return checkPack(files);
}
