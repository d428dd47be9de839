import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { type Env, absolutePath, homeOf, present } from './home-path.ts';

const SYSTEM_FILE = '/etc/opsbook/opsbook.yaml';

export interface ConfigFileSearch {
  /** The file that was asked for (`--config`). */
  path?: string | undefined;
  env: Env;
  cwd: string;
  /** The file of the whole host; default `/etc/opsbook/opsbook.yaml`. */
  systemFile?: string;
}

/** A file that was found. */
export interface ConfigFile {
  /** Absolute. */
  path: string;
  text: string;
}

/**
 * Finds and reads the configuration file: the one asked for, `$OPSBOOK_CONFIG`, `./opsbook.yaml`,
 * `$XDG_CONFIG_HOME/opsbook/opsbook.yaml` (`~/.config`), `/etc/opsbook/opsbook.yaml`. undefined if there is none.
 * @throws ConfigError CONFIG_NOT_FOUND when a file that was named does not exist, or one that exists cannot be read: going on
 *   without it would run with a policy that nobody meant.
 */
export function findConfigFile({ path, env, cwd, systemFile = SYSTEM_FILE }: ConfigFileSearch): ConfigFile | undefined {
  const variable = present(env.OPSBOOK_CONFIG);
  const named = path ?? variable;
  if (named !== undefined) {
    const file = absolutePath(named, cwd, env);
    const text = read(file);
    if (text !== undefined) return { path: file, text };
    const by = path === undefined ? ' ($OPSBOOK_CONFIG)' : '';
    throw new ConfigError('CONFIG_NOT_FOUND', `the configuration file ${file}${by} does not exist`);
  }
  const userConfig = present(env.XDG_CONFIG_HOME) ?? join(homeOf(env), '.config');
  for (const file of [join(cwd, 'opsbook.yaml'), join(userConfig, 'opsbook/opsbook.yaml'), systemFile]) {
    const text = read(file);
    if (text !== undefined) return { path: file, text };
  }
  return undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError('CONFIG_NOT_FOUND', `the configuration file ${file} cannot be read: ${message}`, [], {
      cause: error,
    });
  }
}
