import { UnknownInPlan, unknownName } from '@opsbook/context';
import { SshError } from '../errors.ts';

// Without `=`: as a first word it would be an assignment. `~`, `*`, `!` and the like are not here either, nor `%`: fish expands `%self`.
const PLAIN = /^[\w./:@+,-]+$/;
const RESERVED = /^(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|in|function|select|time|coproc)$/;

/**
 * One command line for a POSIX shell that reads exactly these arguments out of it, whatever they hold. Fish reads the
 * same; csh does but for line breaks, which it takes for an error.
 * @throws SSH_INVALID_INPUT for what no argument of a program can hold: a NUL, half of a surrogate pair
 */
export function quote(args: readonly string[]): string {
  return args.map(quoteOne).join(' ');
}

function quoteOne(arg: string): string {
  const name = unknownName(arg);
  if (name !== undefined) throw new UnknownInPlan(name);
  if (typeof arg !== 'string') throw new SshError('SSH_INVALID_INPUT', 'an argument is no text');
  if (arg.includes('\0')) throw new SshError('SSH_INVALID_INPUT', 'an argument holds a NUL');
  if (!arg.isWellFormed()) throw new SshError('SSH_INVALID_INPUT', 'an argument is no valid Unicode');
  if (PLAIN.test(arg) && !RESERVED.test(arg)) return arg;
  // Outside the quotes: fish takes `\\` within them for the beginning of an escape, and csh `!` for its history.
  return `'${arg.replace(/['\\!]/g, String.raw`'\$&'`)}'`;
}
