import type { Entry } from './entry.ts';
import { type Environment, variable } from './search-path.ts';

// They choose among clouds or files and describe none.
const SELECTORS = new Set([
  'OS_CLOUD',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLOUD_NAME',
]);

// Test tools of the OpenStack project use these for themselves.
const FOREIGN = /^OS_(TEST|STD|LOG)/;

/** The cloud that `OS_*` describe, as an entry of clouds.yaml; undefined when they only choose one. */
export function environmentCloud(env: Environment): Entry | undefined {
  const names = Object.keys(env).filter((name) => name.startsWith('OS_') && !FOREIGN.test(name) && env[name]);
  if (names.every((name) => SELECTORS.has(name))) return undefined;
  return Object.fromEntries(names.map((name) => [name.slice('OS_'.length).toLowerCase(), env[name]]));
}

/** What {@link environmentCloud} is called: `$OS_CLOUD_NAME`, default `envvars`. */
export const environmentCloudName = (env: Environment): string => variable(env, 'OS_CLOUD_NAME') ?? 'envvars';
