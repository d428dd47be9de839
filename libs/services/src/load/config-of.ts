import type { Config } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { type ConfigInput, configSchema } from '../schema/config-schema.ts';
import { type KeyPath, showPath } from './key-path.ts';

/**
 * A configuration that stands in code instead of a file, with the defaults filled in. Paths and secrets are taken as they are.
 * @throws ConfigError CONFIG_INVALID with every fault
 */
export function configOf(input: ConfigInput): Config {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return { ...parsed.data, path: undefined, warnings: [] };
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: showPath(path as KeyPath), message }));
  throw new ConfigError('CONFIG_INVALID', 'the configuration is invalid:', faults);
}
