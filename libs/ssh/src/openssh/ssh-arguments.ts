import type { SshHost } from '../options.ts';

export interface SshArguments {
  host: SshHost & { alias: string };
  /** One ssh_config file; `false` for none. */
  config: string | false | undefined;
  knownHosts: readonly string[] | undefined;
  keys: readonly string[] | undefined;
  agent: string | false | undefined;
  /** Seconds. */
  connectTimeout: number;
  keepAlive: { interval: number; countMax: number };
  /** Where ssh writes its own messages, apart from those of the command. */
  logFile: string;
}

/**
 * The arguments of ssh(1) for one command. What is given here counts before the configuration files; host keys are always
 * checked, nobody is asked, and nothing can be taken for an option: `--` comes before the host.
 */
export function sshArguments(options: SshArguments, line: string): string[] {
  const { host, config, knownHosts, keys, agent, connectTimeout, keepAlive, logFile } = options;
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'UpdateHostKeys=no',
    'EscapeChar=none',
    // Tells the fingerprint of the server's key; goes to the log file alone.
    'LogLevel=DEBUG1',
    'ClearAllForwardings=yes',
    'PermitLocalCommand=no',
    'RemoteCommand=none',
    'RequestTTY=no',
    // ssh gives the connection itself and the whole login this much time each.
    `ConnectTimeout=${Math.ceil(connectTimeout)}`,
    `ServerAliveInterval=${Math.ceil(keepAlive.interval)}`,
    `ServerAliveCountMax=${keepAlive.countMax}`,
    ...(knownHosts === undefined ? [] : [`UserKnownHostsFile=${words(knownHosts)}`, 'GlobalKnownHostsFile=none']),
    ...(keys === undefined ? [] : ['IdentitiesOnly=yes']),
    ...(agent === undefined ? [] : [`IdentityAgent=${agent === false ? 'none' : words([agent])}`]),
    ...(host.hostname === undefined ? [] : [`HostName=${host.hostname}`]),
    ...(host.user === undefined ? [] : [`User=${words([host.user])}`]),
    ...(host.port === undefined ? [] : [`Port=${host.port}`]),
    ...(host.proxyJump === undefined ? [] : [`ProxyJump=${host.proxyJump}`]),
  ];
  return [
    ...(config === undefined ? [] : ['-F', config === false ? 'none' : config]),
    '-E',
    logFile,
    '-T',
    ...(keys ?? []).flatMap((path) => ['-i', path]),
    ...settings.flatMap((setting) => ['-o', setting]),
    '--',
    host.alias,
    line,
  ];
}

// As ssh_config(5) splits them; `%` begins a token there.
const words = (values: readonly string[]) =>
  values.length === 0
    ? 'none'
    : values.map((value) => `"${value.replaceAll('%', '%%').replace(/["\\]/g, String.raw`\$&`)}"`).join(' ');
