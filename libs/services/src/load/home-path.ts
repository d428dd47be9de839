import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The environment as processes have it: tests give their own. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The user's home directory. */
export const homeOf = (env: Env): string => present(env.HOME) ?? homedir();

/** An absolute path of what a person wrote: `~/` is the home directory, anything else is relative to `base`. */
export function absolutePath(path: string, base: string, env: Env): string {
  return path === '~' || path.startsWith('~/') ? join(homeOf(env), path.slice(1)) : resolve(base, path);
}

/** A variable's value; one that is set to nothing counts as not set, as the XDG specification has it. */
export const present = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
