import type { Config } from '../config.ts';
import { configOf } from './config-of.ts';
import { findConfigFile } from './find-config-file.ts';
import type { Env } from './home-path.ts';
import { parseConfig } from './parse-config.ts';

export interface LoadConfigOptions {
  /** The file to read (`--config`), instead of searching for one. */
  path?: string | undefined;
  /** Default: the process's environment. */
  env?: Env;
  /** The directory in which one works; default: the process's. */
  cwd?: string;
}

/**
 * Loads the configuration: the file that {@link LoadConfigOptions.path} names, `$OPSBOOK_CONFIG`, `./opsbook.yaml`,
 * `$XDG_CONFIG_HOME/opsbook/opsbook.yaml` (`~/.config`) or `/etc/opsbook/opsbook.yaml`, whichever is first. Without any
 * file everything is default.
 * @throws ConfigError with every fault at once
 */
export function loadConfig({ path, env = process.env, cwd = process.cwd() }: LoadConfigOptions = {}): Config {
  const file = findConfigFile({ path, env, cwd });
  return file === undefined ? configOf({}) : parseConfig(file, env);
}
