import type { Duplex } from 'node:stream';
import { type Clock, sleep } from '@opsbook/context';
import type { Client } from 'ssh2';
import { SshError } from '../errors.ts';
import type { Jump } from '../config/parse-jumps.ts';
import type { ResolvedHost } from '../config/resolve-host.ts';
import type { KnownHosts } from '../known-hosts/known-hosts.ts';
import { Limiter } from '../limiter.ts';
import { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { ClosedEarly, login } from './login.ts';
import { openSocket } from './open-socket.ts';

export interface ConnectorOptions {
  clock: Clock;
  /** Ends connecting. */
  signal: AbortSignal;
  /** Seconds; of a host whose configuration says nothing else. */
  connectTimeout: number;
  handshakeTimeout: number;
  keepAlive: { interval: number; countMax: number };
  /** Logins under way at once on one address. */
  handshakes: number;
  random: () => number;
  credentials: Credentials;
  knownHosts: KnownHosts;
  /** In place of the files that the configuration names. */
  knownHostsFiles: readonly string[] | undefined;
  /** A connection through the last hop; `release` lets it go. */
  via: (jumps: readonly Jump[]) => Promise<{ connection: Connection; release: () => void }>;
}

// sshd drops logins at random once ten are under way (MaxStartups 10:30:100), so a drop says: later.
const ATTEMPTS = 7;

/** Makes connections: socket or hop, handshake, login; again where the server was too busy. */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #limiter: Limiter;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#limiter = new Limiter(options.handshakes);
  }

  async connect(host: ResolvedHost): Promise<Connection> {
    const { clock, random, signal } = this.#options;
    const address = `${host.jumps.map((jump) => jump.host).join(',')}|${host.hostname}:${host.port}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#limiter.run(address, () => this.#once(host));
      } catch (error) {
        if (!(error instanceof ClosedEarly) || attempt >= ATTEMPTS) throw error;
      }
      await sleep(clock, Math.round(150 * 2 ** attempt * (0.5 + random())), signal).catch((cause: unknown) => {
        throw new SshError('SSH_ABORTED', `connecting to ${host.alias} was aborted`, { host: host.alias, cause });
      });
    }
  }

  async #once(host: ResolvedHost): Promise<Connection> {
    const { clock } = this.#options;
    const hop = host.jumps.length === 0 ? undefined : await this.#options.via(host.jumps);
    const release = clock.hold();
    try {
      const client = await this.#login(host, await this.#stream(host, hop?.connection));
      const { interval, countMax } = this.#options.keepAlive;
      const keepAlive = { interval: host.aliveInterval ?? interval, countMax: host.aliveCountMax ?? countMax };
      const connection = new Connection(client, {
        host: host.alias,
        clock,
        keepAlive,
        openTimeout: this.#options.handshakeTimeout,
      });
      if (hop !== undefined) connection.onClose(hop.release);
      return connection;
    } catch (error) {
      hop?.release();
      throw error;
    } finally {
      release();
    }
  }

  async #stream(host: ResolvedHost, hop: Connection | undefined): Promise<Duplex> {
    const { hostname, port, family, alias } = host;
    if (hop !== undefined) return await hop.forward(hostname, port);
    const { clock, signal, connectTimeout } = this.#options;
    const timeout = host.connectTimeout ?? connectTimeout;
    return await openSocket({ hostname, port, family }, { clock, timeout, signal, host: alias });
  }

  async #login(host: ResolvedHost, stream: Duplex): Promise<Client> {
    const { clock, signal, handshakeTimeout, credentials, knownHosts, knownHostsFiles } = this.#options;
    const { alias, hostname, port, user, hostKeyAlias } = host;
    try {
      const paths = knownHostsFiles ?? host.knownHostsFiles;
      const aliased = hostKeyAlias !== undefined;
      const owner = { host: alias, name: hostKeyAlias ?? hostname, port, aliased, paths };
      const files = knownHosts.read(paths);
      const plan = credentials.planFor(host);
      return await login({ stream, user, owner, knownHosts: files, plan, timeout: handshakeTimeout, clock, signal });
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }
}
