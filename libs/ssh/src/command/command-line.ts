import { Secret } from '@opsbook/context';
import { quote } from './quote.ts';

/** How a command is dressed for the remote login shell. */
export interface Dress {
  argv: readonly string[];
  env: Readonly<Record<string, string | Secret>>;
  /** The user to become; undefined for none. */
  sudo: { user: string; password: boolean } | undefined;
  /** What the marks on stderr begin with: unguessable, so that no output is taken for one. */
  token: string;
  /** The exit status is told on stderr: for a transport that does not tell it clearly. */
  tellExit: boolean;
}

/** The line that is sent, and what has to be written to stdin once it has begun, before the command's own input. */
export interface CommandLine {
  line: string;
  preamble: string;
}

/** Reads the process group: field 5 of Linux's /proc/PID/stat, else what ps says. */
export const GROUP_LINE = 'read -r x x x x g x 2>/dev/null </proc/$$/stat || g=$(ps -o pgid= -p $$)';
/** What the script that ends a process group begins with. */
export const KILL_LINE = 'kill -s TERM -- "-$1" 2>/dev/null || exit 0';

/** A line of its own on stdout. */
export const beginMark = (token: string): string => `${token} begins`;
/** The mark on stderr that says that the command begins, and in which process group, where the host can tell. */
export const startMark = (token: string): RegExp => new RegExp(`${beginMark(token)} ?(\\d*)\\n`);
export const exitMark = (token: string): RegExp => new RegExp(`${token} ended (\\d+)\\n`);
/** What sudo asks with: exactly this, so that the password is sent when it is asked for, and else never. */
export const sudoPrompt = (token: string): string => `${token} password`;

/**
 * Dresses a command: a small sh script says that it begins, on stderr with its process group, sets variables and becomes
 * the command. Secret values are read from stdin, since arguments are seen in process lists. It has no line break, which
 * csh would not take.
 *
 * sshd starts the login shell as the leader of a session of its own (session.c, do_exec_no_pty: setsid); sudo may put it
 * into another one (`use_pty`). The group is therefore read where the command runs: field 5 of Linux's /proc/PID/stat,
 * else from ps.
 */
export function commandLine({ argv, env, sudo, token, tellExit }: Dress): CommandLine {
  const plain = Object.entries(env).filter((pair): pair is [string, string] => !(pair[1] instanceof Secret));
  const secret = Object.entries(env).filter((pair): pair is [string, Secret] => pair[1] instanceof Secret);
  const script = [
    GROUP_LINE,
    `echo "${beginMark(token)}"; echo "${beginMark(token)}" $g >&2`,
    ...secret.map(([name]) => `IFS= read -r ${name}; export ${name}`),
    ...plain.map(([name, value]) => `export ${name}=${quote([value])}`),
    ...(tellExit ? [`"$@"; c=$?; echo "${token} ended $c" >&2; exit $c`] : ['exec "$@"']),
  ].join('; ');
  const shell = ['sh', '-c', script, 'sh', ...argv];
  const line =
    sudo === undefined
      ? ['exec', ...shell]
      : ['exec', 'sudo', ...sudoFlags(token, sudo.password), '-u', sudo.user, '--', ...shell];
  return { line: quote(line), preamble: secret.map(([, value]) => `${value.reveal()}\n`).join('') };
}

const sudoFlags = (token: string, password: boolean) => (password ? ['-S', '-p', sudoPrompt(token)] : ['-n']);

/** Ends a process group: asks it to, waits up to two seconds, and then makes it. */
export const endGroup = (group: number): string[] => [
  'sh',
  '-c',
  [
    KILL_LINE,
    'i=0',
    'while [ $i -lt 20 ] && kill -s 0 -- "-$1" 2>/dev/null; do sleep 0.1 2>/dev/null || sleep 1; i=$((i+1)); done',
    'kill -s KILL -- "-$1" 2>/dev/null',
    'exit 0',
  ].join('; '),
  'sh',
  String(group),
];
