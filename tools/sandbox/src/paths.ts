import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where `opsbook --sandbox` looks for the sandbox's configuration. */
export const SANDBOX = join(root, '.sandbox');

export const server = fileURLToPath(new URL('serve.ts', import.meta.url));
export const cli = join(root, 'apps/cli');
export const opsbook = join(cli, 'bin/opsbook.cjs');

/** The files of a sandbox. */
export const filesOf = (folder: string) => ({
  config: join(folder, 'opsbook.yaml'),
  clouds: join(folder, 'clouds.yaml'),
  pid: join(folder, 'pid'),
  log: join(folder, 'log'),
});
