import { Secret } from '@opsbook/context';
import { isEntry } from './entry.ts';
import type { Environment } from './search-path.ts';
import { type ConfigFiles, readSources } from './sources.ts';

/** The fields of a login that are secret, whichever its type. */
const SECRET = new Set(['password', 'token', 'auth_token', 'application_credential_secret']);

/**
 * Lets `scrub` know the secrets of every cloud that files and environment describe, so that they are masked also where a
 * person types one. Checks nothing: of a file that cannot be read there is nothing to know.
 */
export function meetSecrets(env: Environment = process.env, files?: ConfigFiles): void {
  meet(readSources(env, files).clouds);
}

function meet(value: unknown): void {
  if (!isEntry(value)) return;
  for (const [key, item] of Object.entries(value)) {
    // To be made is to be known.
    if (typeof item === 'string' && SECRET.has(key.replaceAll('-', '_'))) new Secret(item);
    else meet(item);
  }
}
