import { defaultContext } from '@opsbook/context';
import { SshClient } from './client.ts';
import { OpensshTransport } from './openssh/openssh-transport.ts';
import { type CheckedOptions, type SshOptions, checkedOptions, listOf } from './options.ts';
import { LateTransport } from './ssh2/late-transport.ts';
import type { Transport } from './transport.ts';

/**
 * A client for commands and files on hosts. Connects when something is asked for; call `close()` at the end.
 * @throws SSH_CONFIG, listing every fault of the options
 */
export function ssh(options: SshOptions = {}): SshClient {
  const checked = checkedOptions(options);
  const { clock } = options.context ?? defaultContext;
  const transport =
    checked.transport === 'openssh'
      ? opensshTransport(checked, options)
      : new LateTransport(clock, async () => (await import('./ssh2/new-transport.ts')).newTransport(checked, options));
  return new SshClient(checked, transport, options.context);
}

function opensshTransport(checked: CheckedOptions, { context = defaultContext }: SshOptions): Transport {
  const { auth, hosts, user, knownHosts, config, keepAlive, connectTimeout, handshakeTimeout, pool } = checked;
  return new OpensshTransport({
    clock: context.clock,
    hosts,
    user,
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
