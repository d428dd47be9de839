import { shared } from '@opsbook/context';
import type { Jump } from '../config/parse-jumps.ts';
import type { HostSettings, ResolvedHost } from '../config/resolve-host.ts';
import { SshError, isSshError, throwFaults } from '../errors.ts';
import type { FileToWrite, Session, SessionListeners, Transport } from '../transport.ts';
import { Connector, type ConnectorOptions } from './connector.ts';
import { type Lease, Pool } from './pool.ts';
import { readRemoteFile, writeRemoteFile } from './remote-files.ts';

export interface Ssh2TransportOptions extends Omit<ConnectorOptions, 'via' | 'signal'> {
  /** Settings of a host; those given count before the files. @throws SSH_CONFIG */
  resolve: (host: string, given?: HostSettings) => ResolvedHost;
  sessions: number;
  keep: number;
}

interface Using {
  signal: AbortSignal;
  ask: () => void;
}

/** Commands and files over ssh2, on pooled connections. */
export class Ssh2Transport implements Transport {
  readonly tellExit = false;
  readonly files: NonNullable<Transport['files']>;
  readonly #options: Ssh2TransportOptions;
  readonly #connector: Connector;
  readonly #pool: Pool;
  readonly #closing = new AbortController();

  constructor(options: Ssh2TransportOptions) {
    this.#options = options;
    const { clock, sessions, keep, connectTimeout } = options;
    this.#pool = new Pool({ clock, sessions, keep, answerTimeout: connectTimeout });
    this.#connector = new Connector({
      ...options,
      signal: this.#closing.signal,
      via: (jumps) => this.#hop(jumps),
    });
    this.files = {
      write: (host: string, file: FileToWrite, using: Using) =>
        this.#with(host, using, (lease) => writeRemoteFile(lease.connection, file, { clock, ...using })),
      read: (host: string, path: string, using: Using & { maxBytes: number }) =>
        this.#with(host, using, (lease) => readRemoteFile(lease.connection, path, { clock, ...using })),
    };
  }

  async open(
    host: string,
    line: string,
    { listeners, signal, ask }: Using & { listeners: SessionListeners },
  ): Promise<Session> {
    const { lease, session } = await this.#session(host, { signal, ask }, (one) =>
      one.connection.exec(line, listeners),
    );
    void session.ended.catch(() => undefined).finally(lease.release);
    return session;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the client was closed'));
    await this.#pool.close();
  }

  async #with<T>(host: string, using: Using, work: (lease: Lease) => Promise<T>): Promise<T> {
    const { lease, session } = await this.#session(host, using, async (one) => await work(one));
    lease.release();
    return session;
  }

  // A server may give fewer sessions on a connection than we expect (MaxSessions): then another connection is made.
  async #session<T>(
    host: string,
    { signal, ask }: Using,
    begin: (lease: Lease) => Promise<T>,
  ): Promise<{ lease: Lease; session: T }> {
    const resolved = this.#options.resolve(host);
    this.#refuseCircles(resolved, []);
    for (;;) {
      const connecting = this.#lease(resolved);
      const lease = await unlessAborted(connecting, { signal, host, late: ({ release }) => release() });
      try {
        ask();
        return { lease, session: await begin(lease) };
      } catch (error) {
        const full = isSshError(error) && error.code === 'SSH_CHANNEL_REFUSED' && lease.others() > 0;
        if (full) this.#pool.full(keyOf(resolved), lease.connection);
        lease.release();
        if (!full) throw error;
      }
    }
  }

  // Connecting is shared: who gives up must not end it for the others.
  async #lease(host: ResolvedHost, forwards = false): Promise<Lease> {
    return await this.#pool.lease(keyOf(host), () => shared(() => this.#connector.connect(host)), { forwards });
  }

  async #hop(jumps: readonly Jump[]): Promise<Lease> {
    return await this.#lease(this.#lastHop(jumps), true);
  }

  // As `ssh -J a,b`: the first hop is reached as its own configuration says, each further one through the one before.
  #lastHop(jumps: readonly Jump[]): ResolvedHost {
    const { host = '', user, port } = jumps.at(-1) ?? {};
    const resolved = this.#options.resolve(host, { user, port });
    return jumps.length > 1 ? { ...resolved, jumps: jumps.slice(0, -1) } : resolved;
  }

  #refuseCircles(host: ResolvedHost, seen: readonly string[]): void {
    const key = keyOf(host);
    if (seen.includes(key)) throwFaults(`the configuration for ${host.alias} is wrong`, ['ProxyJump goes in circles']);
    if (host.jumps.length > 0) this.#refuseCircles(this.#lastHop(host.jumps), [...seen, key]);
  }
}

const keyOf = ({ alias, user, hostname, port, jumps }: ResolvedHost): string =>
  JSON.stringify([alias, user, hostname, port, jumps]);

async function unlessAborted<T>(
  promise: Promise<T>,
  { signal, host, late }: { signal: AbortSignal; host: string; late: (value: T) => void },
): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () =>
    aborted.reject(new SshError('SSH_ABORTED', `connecting to ${host} was aborted`, { host, cause: signal.reason }));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([promise, aborted.promise]);
  } catch (error) {
    void promise.then(late).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
