import { ConfigError } from './errors.ts';
import { suggest } from './load/suggest.ts';

/** The error for a cloud that nobody knows, with those that are known. */
export function unknownCloud(cloud: string, known: readonly string[]): ConfigError {
  const meant = suggest(cloud, known);
  const hint = meant === undefined ? '.' : `; did you mean ${meant}?`;
  const list =
    known.length === 0 ? 'Neither opsbook.yaml nor clouds.yaml has any cloud' : `Known clouds: ${known.join(', ')}`;
  return new ConfigError('CONFIG_UNKNOWN_CLOUD', `the cloud ${JSON.stringify(cloud)} is not known${hint} ${list}`);
}
