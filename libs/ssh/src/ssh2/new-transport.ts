import { defaultContext, systemUser } from '@opsbook/context';
import type { ConfigFile } from '../config/read-config.ts';
import { type HostSettings, type ResolvedHost, resolveHost } from '../config/resolve-host.ts';
import { KnownHosts } from '../known-hosts/known-hosts.ts';
import { type CheckedOptions, type SshOptions, asSecret, home, listOf } from '../options.ts';
import type { Transport } from '../transport.ts';
import { Credentials } from './credentials.ts';
import { Ssh2Transport } from './ssh2-transport.ts';

/** What the options say, over ssh2. */
export function newTransport(
  checked: CheckedOptions,
  { context = defaultContext, random = Math.random }: SshOptions,
): Transport {
  const { auth, hosts, knownHosts, keepAlive, pool, connectTimeout, handshakeTimeout } = checked;
  const source = {
    files: configFiles(checked),
    home: home(),
    localUser: systemUser(),
    user: checked.user,
    env: process.env,
  };
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

function configFiles({ config }: CheckedOptions): ConfigFile[] {
  if (config === false) return [];
  if (config !== undefined) return listOf(config).map((path) => ({ path, named: true }));
  return [{ path: `${home()}/.ssh/config` }, { path: '/etc/ssh/ssh_config', system: true }];
}
