import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the sandbox keeps its files; `opsbook --sandbox` looks for its configuration here. */
export const folder = join(root, '.sandbox');
export const configFile = join(folder, 'opsbook.yaml');
export const cloudsFile = join(folder, 'clouds.yaml');
export const pidFile = join(folder, 'pid');
export const logFile = join(folder, 'log');
export const server = fileURLToPath(new URL('serve.ts', import.meta.url));
export const opsbook = join(root, 'apps/cli/bin/opsbook.cjs');
