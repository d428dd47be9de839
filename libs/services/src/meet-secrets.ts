import { meetSecrets as meetSecretsOf } from '@opsbook/openstack';
import type { Config } from './config.ts';
import type { Env } from './load/home-path.ts';

/**
 * Lets `scrub` know the secrets of every cloud of the site, used or not, so that they are masked also where a person types
 * one, say as a reason. Those in the configuration itself are known since it was loaded. Nothing is sent.
 */
export function meetSecrets({ clouds }: Pick<Config, 'clouds'>, env: Env = process.env): void {
  const files = new Set(Object.values(clouds).map(({ cloudsFile }) => cloudsFile ?? env['OS_CLIENT_CONFIG_FILE']));
  for (const file of files.add(env['OS_CLIENT_CONFIG_FILE'])) meetSecretsOf({ ...env, OS_CLIENT_CONFIG_FILE: file });
}
