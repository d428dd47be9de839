import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { type Env, homeOf, present } from './load/home-path.ts';

export interface LedgerPath {
  /** Absolute. The directory may have to be made. */
  path: string;
  /** false: it is this user's alone, so that its leases hold for nobody else; every run should say so. */
  shared: boolean;
}

const SYSTEM_STATE = '/var/lib/opsbook';

/**
 * Where the ledger is: `ledger` of the configuration, else in the system's state directory if this user can write there, else
 * in the user's (`$XDG_STATE_HOME/opsbook`, default `~/.local/state/opsbook`). Creates nothing.
 * @param systemState the system's state directory for opsbook
 */
export function ledgerPath(
  config: Pick<Config, 'ledger'>,
  env: Env = process.env,
  systemState: string = SYSTEM_STATE,
): LedgerPath {
  if (config.ledger !== undefined) return { path: config.ledger, shared: true };
  const system = join(systemState, 'ledger.db');
  if (canWrite(system)) return { path: system, shared: true };
  const state = present(env.XDG_STATE_HOME) ?? join(homeOf(env), '.local/state');
  return { path: join(state, 'opsbook/ledger.db'), shared: false };
}

// SQLite keeps two files beside the ledger, so that the directory must be writable too; one that is missing can be made in
// its parent.
function canWrite(file: string): boolean {
  const directory = dirname(file);
  if (!existsSync(directory)) return isWritableDirectory(dirname(directory));
  return isWritableDirectory(directory) && (!existsSync(file) || isWritable(file));
}

function isWritableDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory() && isWritable(path);
  } catch {
    return false;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
