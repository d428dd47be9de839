import { matchesList } from '../known-hosts/match-list.ts';

/** Whom the criteria of a `Match` line are held against. */
export interface MatchSubject {
  originalHost: string;
  /** After HostName, as far as it was read. */
  hostname: string;
  user: string;
  localUser: string;
}

/**
 * Whether a `Match` line holds; ssh_config(5). `exec` and `final` are not evaluated: a line that hangs on them is
 * refused, unless another criterion already rules it out.
 * @returns a text that names the fault
 */
export function matchCriteria(words: readonly string[], subject: MatchSubject): boolean | string {
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return true;
  const queue = words.flatMap((word) => splitAtEquals(word));
  let holds = true;
  let unsupported: string | undefined;
  while (queue.length > 0) {
    const word = queue.shift() ?? '';
    const negated = word.startsWith('!');
    const name = word.slice(negated ? 1 : 0).toLowerCase();
    if (name === 'all') {
      if (negated || queue.length > 0) return 'Match: all must stand alone';
      continue;
    }
    // No host name is canonicalized here, so that pass never comes.
    if (name === 'canonical') {
      holds &&= negated;
      continue;
    }
    if (name === 'final') {
      unsupported ??= name;
      continue;
    }
    const argument = queue.shift();
    if (argument === undefined || argument === '') return `Match: ${name} needs an argument`;
    if (name === 'exec') {
      unsupported ??= name;
      continue;
    }
    const value = valueOf(name, subject);
    if (value === undefined) return `Match: unknown criterion ${name}`;
    if (matchesList(argument.split(','), value) === negated) holds = false;
  }
  if (holds && unsupported !== undefined) return `Match: ${unsupported} is not supported by this transport`;
  return holds;
}

const splitAtEquals = (word: string) => {
  const at = word.indexOf('=');
  return at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
};

function valueOf(name: string, subject: MatchSubject): string | undefined {
  if (name === 'host') return subject.hostname;
  if (name === 'originalhost') return subject.originalHost;
  if (name === 'user') return subject.user;
  return name === 'localuser' ? subject.localUser : undefined;
}
