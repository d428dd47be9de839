import { resolve } from 'node:path';
import { PackError, type PackFile, type PackOptions, buildPack, checkPack, writePack } from '@opsbook/actions';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readBundle } from '../pack/bundle.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';

export interface PackBuildOptions extends Omit<PackOptions, 'runbooks' | 'version'> {
  /** The folder. */
  out: string;
}

/** Faults that are told. */
const TOLD = 20;

/** `opsbook pack build`. */
export async function build(session: Session, options: PackBuildOptions, bundle = readBundle()): Promise<ExitCode> {
  const { out, ...rest } = options;
  const folder = resolve(session.terminal.cwd, out);
  const { runbooks } = await (await session.site()).catalog();
  const made = buildPack({ ...rest, runbooks, version: version() });
  refuseFaults(made);
  const files = [...made, ...bundle.files];
  writePack(files, folder);
  const counts = countsOf(files);
  if (session.json) {
    session.printJson({ folder, ref: options.ref, version: version(), bundle: bundle.builtAt, counts });
    return EXIT.done;
  }
  const list = Object.entries(counts).map(([kind, count]) => `  ${kind.padEnd(10)}${String(count).padStart(4)}\n`);
  session.print(
    `${folder}: pack ${options.ref} ${version()}\n${list.join('')}The bundle in dist was built at ${bundle.builtAt}.\n`,
  );
  session.say(`Copy it to ${options.packsFolder}/${options.ref}, then: st2 pack register ${options.ref}\n`);
  return EXIT.done;
}

/** Throws `PACK_FAULTY` with the faults for which StackStorm would not take the pack, or could not run it. */
function refuseFaults(files: readonly PackFile[]): void {
  const faults = checkPack(files);
  if (faults.length === 0) return;
  const told = faults.slice(0, TOLD).map(({ path, at, message }) => `  ${path}${at && ` ${at}`}: ${message}`);
  const more = faults.length > TOLD ? [`  and ${faults.length - TOLD} more`] : [];
  const head = `StackStorm would not take this pack, so it was not written; it has ${faults.length} fault(s):`;
  throw new PackError('PACK_FAULTY', [head, ...told, ...more].join('\n'));
}

/** Files by the folder that StackStorm looks for them in. */
function countsOf(files: readonly PackFile[]): Record<string, number> {
  const folders = files.map(({ path }) => (path.startsWith('actions/workflows/') ? 'workflows' : path.split('/')[0]));
  const kinds = ['actions', 'workflows', 'triggers', 'rules', 'aliases', 'policies', 'dist'];
  return Object.fromEntries(kinds.map((kind) => [kind, folders.filter((folder) => folder === kind).length]));
}
