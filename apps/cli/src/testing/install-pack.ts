import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Fault, type PackFile, buildPack, checkPack, writePack } from '@opsbook/actions';
import type { AnyRunbook } from '@opsbook/runbook';
import type { StackStormSimulator } from '@opsbook/stackstorm/testing';
import { parse } from 'yaml';
import { version } from '../version.ts';

const launcher = new URL('../../bin/opsbook.cjs', import.meta.url);

/** Has the actions of a pack run the sources, for those whose runbooks need packages of this checkout. */
export const SOURCES: PackFile = { path: 'dist/opsbook.js', content: `import ${JSON.stringify(launcher.href)};\n` };

/** Builds the bundle of these very sources into a folder. */
export const buildBundle = async (folder: string): Promise<unknown> =>
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../build.js', import.meta.url)), folder]);

export interface Installation {
  sim: StackStormSimulator;
  /** Where `packs` and `opsbook.yaml` are. */
  folder: string;
  runbooks: readonly AnyRunbook[];
  /** Files beside those that are built, {@link SOURCES} among them where there is no bundle. */
  more?: readonly PackFile[];
}

/**
 * Builds the pack, puts it where its actions look for it, and has a simulated StackStorm register it.
 *
 * @returns what of it breaks StackStorm's rules
 */
export function installPack({ sim, folder, runbooks, more = [] }: Installation): Fault[] {
  const packsFolder = join(folder, 'packs');
  const options = { ref: 'opsbook', version: version(), node: process.execPath, packsFolder, runbooks };
  const files = [...buildPack(options), ...more];
  writePack(files, join(packsFolder, options.ref));
  const documents = files
    .filter(({ path }) => path.endsWith('.yaml'))
    .map(({ path, content }) => ({ path, document: parse(String(content), { version: '1.1' }) as unknown }));
  const unregistered = sim.installPack(documents, { config: join(folder, 'opsbook.yaml') });
  if (unregistered.length > 0) throw new Error(JSON.stringify(unregistered));
  return checkPack(files);
}
