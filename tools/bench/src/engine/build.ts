import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

/** Makes one file of a program, with the settings that the CLI is built with, in a folder; answers its path. */
export function build(program: string, folder: string): string {
  const outfile = join(folder, basename(program).replace(/\.ts$/, '.mjs'));
  buildSync({
    entryPoints: [program],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    conditions: ['@opsbook/source'],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  });
  return outfile;
}
