import { matchesGlob } from '@opsbook/context';

/**
 * A command that may be run. Each argument is held against its own pattern, never against a joined text: `*` is any text
 * and `?` any character within one argument, and a last pattern `...` stands for any further ones. A pattern that begins
 * with a wildcard fits no argument that begins with `-`, so that a place for a name does not take an option; the
 * arguments of `...` are free.
 */
export interface CommandRule {
  argv: readonly string[];
  /** May be run with sudo; default false. */
  sudo?: boolean | undefined;
  /** Names of variables that may be set for it; default none. */
  env?: readonly string[] | undefined;
}

/** What is restricted; what is not listed is refused. */
export interface AllowList {
  /** For `exec`. */
  commands?: readonly CommandRule[] | undefined;
  /** Patterns of absolute paths, for `upload`; `*` fits `/` too. */
  uploads?: readonly string[] | undefined;
  /** Patterns of absolute paths, for `download`. */
  downloads?: readonly string[] | undefined;
}

/** What a rule is held against. */
export interface RuledCommand {
  argv: readonly string[];
  sudo: boolean;
  env: readonly string[];
}

/** Whether one of the rules allows the command. */
export function isAllowed(rules: readonly CommandRule[], { argv, sudo, env }: RuledCommand): boolean {
  return rules.some(
    (rule) =>
      fits(rule.argv, argv) && (!sudo || rule.sudo === true) && env.every((name) => rule.env?.includes(name) === true),
  );
}

/** Whether one of the patterns fits the path; one that climbs (`..`) fits nothing. */
export function isAllowedPath(patterns: readonly string[], path: string): boolean {
  return path.startsWith('/') && !path.split('/').includes('..') && patterns.some((one) => matchesGlob(one, path));
}

function fits(patterns: readonly string[], argv: readonly string[]): boolean {
  const open = patterns.at(-1) === '...';
  const fixed = open ? patterns.slice(0, -1) : patterns;
  if (open ? argv.length < fixed.length : argv.length !== fixed.length) return false;
  return fixed.every((pattern, index) => fitsOne(pattern, argv[index] ?? ''));
}

function fitsOne(pattern: string, arg: string): boolean {
  if (/^[*?]/.test(pattern) && arg.startsWith('-')) return false;
  return matchesGlob(pattern, arg);
}
