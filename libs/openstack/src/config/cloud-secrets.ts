import type { Secret } from '@opsbook/context';
import type { CloudAuth } from './cloud-config.ts';
import { type Entry, merged } from './entry.ts';

/** Secrets of a login that are kept elsewhere than in clouds.yaml and secure.yaml. */
export interface CloudSecrets {
  password?: Secret;
  applicationCredentialSecret?: Secret;
}

const FIELDS = {
  password: 'password',
  applicationCredentialSecret: 'application_credential_secret',
} as const satisfies Record<keyof CloudSecrets, string>;

const given = (secrets: CloudSecrets) =>
  (Object.keys(FIELDS) as (keyof CloudSecrets)[]).filter((name) => secrets[name] !== undefined);

/** The entry with the secrets laid over it, as those of secure.yaml are. */
export function withSecrets(entry: Entry, secrets: CloudSecrets): Entry {
  const pairs = given(secrets).map((name) => [FIELDS[name], secrets[name]?.reveal()]);
  return pairs.length === 0 ? entry : merged(entry, { auth: Object.fromEntries(pairs) as Entry });
}

/** The fields whose secrets the login does not use: they were given for another `auth_type`. */
export function unusedSecrets(auth: CloudAuth, secrets: CloudSecrets): string[] {
  return given(secrets)
    .filter((name) => auth[name] === undefined)
    .map((name) => `auth.${FIELDS[name]}`);
}
