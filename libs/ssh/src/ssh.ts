import { defaultContext, systemUser } from '@opsbook/context';
import { SshClient } from './client.ts';
import { type HostSettings, type ResolvedHost, resolveHost } from './config/resolve-host.ts';
import type { ConfigFile } from './config/read-config.ts';
import { KnownHosts } from './known-hosts/known-hosts.ts';
import { OpensshTransport } from './openssh/openssh-transport.ts';
import { type CheckedOptions, type SshOptions, asSecret, checkedOptions, home } from './options.ts';
import { Credentials } from './ssh2/credentials.ts';
import { Ssh2Transport } from './ssh2/ssh2-transport.ts';
import type { Transport } from './transport.ts';

/**
 * A client for commands and files on hosts. Connects when something is asked for; call `close()` at the end.
 * @throws SSH_CONFIG, listing every fault of the options
 */
export function ssh(options: SshOptions = {}): SshClient {
  const checked = checkedOptions(options);
  const transport = checked.transport === 'ssh2' ? ssh2Transport(checked, options) : opensshTransport(checked, options);
  return new SshClient(checked, transport, options.context);
}

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

function configFiles({ config }: CheckedOptions): ConfigFile[] {
  if (config === false) return [];
  if (config !== undefined) return listOf(config).map((path) => ({ path, named: true }));
  return [{ path: `${home()}/.ssh/config` }, { path: '/etc/ssh/ssh_config', system: true }];
}

function ssh2Transport(
  checked: CheckedOptions,
  { context = defaultContext, random = Math.random }: SshOptions,
): Transport {
  const { auth, hosts, knownHosts, keepAlive, pool, connectTimeout, handshakeTimeout } = checked;
  const source = { files: configFiles(checked), home: home(), localUser: systemUser(), env: process.env };
  const told = new Set<string>();
  const resolve = (host: string, given: HostSettings = {}): ResolvedHost => {
    const own = hosts[host] ?? {};
    const settings = { ...own, user: given.user ?? own.user, port: given.port ?? own.port };
    const resolved = resolveHost(host, settings, source);
    for (const note of resolved.notes.filter((one) => !told.has(one))) {
      told.add(note);
      context.log?.(`ssh_config: ${note}`, { host });
    }
    return resolved;
  };
  return new Ssh2Transport({
    clock: context.clock,
    random,
    resolve,
    connectTimeout,
    handshakeTimeout,
    keepAlive,
    ...pool,
    knownHosts: new KnownHosts(),
    knownHostsFiles: knownHosts === undefined ? undefined : listOf(knownHosts),
    credentials: new Credentials({
      keys: auth.keys?.map((key) => {
        const passphrase = asSecret(key.passphrase);
        return 'path' in key ? { path: key.path, passphrase } : { key: asSecret(key.key) as never, passphrase };
      }),
      password: asSecret(auth.password),
      agent: auth.agent,
      home: home(),
      env: process.env,
    }),
  });
}

function opensshTransport(checked: CheckedOptions, { context = defaultContext }: SshOptions): Transport {
  const { auth, hosts, knownHosts, config, keepAlive, connectTimeout, handshakeTimeout, pool } = checked;
  return new OpensshTransport({
    clock: context.clock,
    hosts,
    connectTimeout,
    handshakeTimeout,
    keepAlive,
    handshakes: pool.handshakes,
    config: config === false || config === undefined ? config : listOf(config)[0],
    knownHosts: knownHosts === undefined ? undefined : listOf(knownHosts),
    keys: auth.keys?.flatMap((key) => ('path' in key ? [key.path] : [])),
    agent: auth.agent,
  });
}
