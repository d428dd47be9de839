import { resolve } from 'node:path';
import type { SshHost } from '../options.ts';

export interface SshSettings {
  /** By alias. */
  hosts: Readonly<Record<string, SshHost>>;
  /** Where neither `hosts` nor `config` names anybody. */
  user: string | undefined;
  /** One ssh_config file; `false` for none. */
  config: string | false | undefined;
  knownHosts: readonly string[] | undefined;
  keys: readonly string[] | undefined;
  agent: string | false | undefined;
  /** Seconds. */
  connectTimeout: number;
  keepAlive: { interval: number; countMax: number };
}

/** The arguments of ssh(1) for one command. Nothing can be taken for an option: `--` comes before the host. */
export function sshArguments(
  line: string,
  { host, configFile, logFile }: { host: string; configFile: string; logFile: string },
): string[] {
  // The level tells the fingerprint of the server's key, and whether the command was sent; it goes to the log file alone.
  return ['-F', configFile, '-E', logFile, '-o', 'LogLevel=DEBUG1', '-T', '--', host, line];
}

/**
 * The ssh_config that ssh(1) is given: it counts before the files that it includes, for the hops of a ProxyJump too, which
 * get no other options than this file. Host keys are always checked, nobody is asked, and nothing is forwarded.
 */
export function sshConfig({
  hosts,
  user,
  config,
  knownHosts,
  keys,
  agent,
  connectTimeout,
  keepAlive,
}: SshSettings): string {
  const files = config === undefined ? ['~/.ssh/config', '/etc/ssh/ssh_config'] : config === false ? [] : [config];
  const lines = [
    ...Object.entries(hosts).flatMap(([alias, host]) => [`Host ${alias}`, ...hostLines(host)]),
    'Host *',
    'BatchMode yes',
    'StrictHostKeyChecking yes',
    'NoHostAuthenticationForLocalhost no',
    'UpdateHostKeys no',
    // A connection that somebody else has opened was checked by somebody else's rules.
    'ControlMaster no',
    'ControlPath none',
    'ForwardAgent no',
    'ForwardX11 no',
    'ClearAllForwardings yes',
    'PermitLocalCommand no',
    'RemoteCommand none',
    'RequestTTY no',
    'EscapeChar none',
    // A hop's messages come on stderr.
    'LogLevel ERROR',
    // ssh gives the connection itself and the whole login this much time each.
    `ConnectTimeout ${Math.ceil(connectTimeout)}`,
    `ServerAliveInterval ${Math.ceil(keepAlive.interval)}`,
    `ServerAliveCountMax ${keepAlive.countMax}`,
    ...(knownHosts === undefined ? [] : [`UserKnownHostsFile ${words(knownHosts)}`, 'GlobalKnownHostsFile none']),
    ...(keys === undefined ? [] : ['IdentitiesOnly yes', ...keys.map((path) => `IdentityFile ${words([path])}`)]),
    ...(agent === undefined ? [] : [`IdentityAgent ${agent === false ? 'none' : words([agent])}`]),
    ...files.map((path) => `Include ${quoted(path.startsWith('~') ? path : resolve(path))}`),
    // The first value counts, and what is included may end within a `Host` of its own.
    ...(user === undefined ? [] : ['Host *', `User ${quoted(user)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

const hostLines = ({ hostname, user, port, proxyJump }: SshHost): string[] => [
  ...(hostname === undefined ? [] : [`HostName ${escaped(hostname)}`]),
  ...(user === undefined ? [] : [`User ${quoted(user)}`]),
  ...(port === undefined ? [] : [`Port ${port}`]),
  ...(proxyJump === undefined ? [] : [`ProxyJump ${proxyJump}`]),
];

// `%` begins a token.
const escaped = (value: string) => value.replaceAll('%', '%%');
const quoted = (value: string) => `"${value.replace(/["\\]/g, String.raw`\$&`)}"`;
const words = (values: readonly string[]) =>
  values.length === 0 ? 'none' : values.map((value) => quoted(escaped(value))).join(' ');
