import type { Duplex } from 'node:stream';
import { type Clock, scrub } from '@opsbook/context';
import type { Client, SFTPWrapper } from 'ssh2';
import { SshError } from '../errors.ts';
import type { Session, SessionListeners } from '../transport.ts';
import { ChannelSession } from './channel-session.ts';

/** How signs of life are asked for while something is under way. */
export interface KeepAlive {
  /** Seconds; 0 for never. */
  interval: number;
  /** So many without an answer, and the connection counts as lost. */
  countMax: number;
}

export interface ConnectionOptions {
  host: string;
  clock: Clock;
  keepAlive: KeepAlive;
  /** Seconds in which the server has to give a session. */
  openTimeout: number;
}

/** One login on a host, over which several things can go on at once. */
export class Connection {
  readonly host: string;
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #keepAlive: KeepAlive;
  readonly #openTimeout: number;
  readonly #onClose = new Set<() => void>();
  #lost: Error | undefined;
  #active = 0;
  #silent = 0;
  #cancelBeat: (() => void) | undefined;

  constructor(client: Client, { host, clock, keepAlive, openTimeout }: ConnectionOptions) {
    this.#openTimeout = openTimeout;
    this.host = host;
    this.#client = client;
    this.#clock = clock;
    this.#keepAlive = keepAlive;
    client.on('error', (error: Error) => (this.#lost ??= error));
    client.on('close', () => {
      this.#lost ??= new Error('the server closed it');
      this.#cancelBeat?.();
      for (const listener of this.#onClose) listener();
    });
  }

  get closed(): boolean {
    return this.#lost !== undefined;
  }

  /** Calls the listener once it is closed; the function that is returned takes the listener away again. */
  onClose(listener: () => void): () => void {
    if (this.closed) listener();
    else this.#onClose.add(listener);
    return () => this.#onClose.delete(listener);
  }

  /** Why something on this connection failed. */
  lostError(cause?: unknown): SshError {
    const why =
      this.#lost?.message ?? (cause instanceof Error ? cause.message : 'the session ended without an exit status');
    return new SshError('SSH_CONNECTION_LOST', `the connection to ${this.host} was lost: ${scrub(why)}`, {
      host: this.host,
      cause: this.#lost ?? cause,
    });
  }

  /** @throws SSH_CHANNEL_REFUSED where it was not begun, SSH_CONNECTION_LOST */
  async exec(line: string, listeners: SessionListeners): Promise<Session> {
    // The command may run before we hear that it was begun, and until it has ended no clock may run ahead of it.
    const release = this.#clock.hold();
    try {
      const session = await this.#opened<Session>((resolve, reject) =>
        this.#client.exec(line, (error, channel) => {
          if (error) reject(this.#openError(error));
          // At once: a fast command's exit status can come in the same packet as the answer.
          else resolve(new ChannelSession(channel, listeners, () => this.lostError()));
        }),
      );
      void session.ended.catch(() => undefined).finally(release);
      return session;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** @throws SSH_CHANNEL_REFUSED, SSH_CONNECTION_LOST */
  async sftp(): Promise<SFTPWrapper> {
    return await this.#opened<SFTPWrapper>((resolve, reject) =>
      this.#client.sftp((error, opened) => (error ? reject(this.#openError(error)) : resolve(opened))),
    );
  }

  /** A TCP connection from there. @throws SSH_UNAVAILABLE, SSH_CONNECTION_LOST */
  async forward(hostname: string, port: number): Promise<Duplex> {
    return await this.#opened<Duplex>((resolve, reject) =>
      this.#client.forwardOut('127.0.0.1', 0, hostname, port, (error, opened) => {
        if (error === undefined) resolve(opened);
        else if (this.closed) reject(this.lostError(error));
        else {
          const message = `${this.host} does not reach ${hostname}:${port}: ${scrub(error.message)}`;
          reject(new SshError('SSH_UNAVAILABLE', message, { host: this.host, cause: error }));
        }
      }),
    );
  }

  /** Whether it answers in time. @param timeout seconds */
  async answers(timeout: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#clock.after(timeout * 1000, () => resolve(false));
    void this.#ping().then(() => resolve(!this.closed));
    const answered = await promise;
    cancel();
    return answered;
  }

  /** Something is under way: while this is so, signs of life are asked for, and the process is kept alive. */
  use(): () => void {
    this.#active += 1;
    if (this.#active === 1) this.#beat();
    return () => {
      this.#active -= 1;
      if (this.#active > 0) return;
      this.#cancelBeat?.();
      this.#cancelBeat = undefined;
    };
  }

  close(): void {
    this.#client.end();
  }

  destroy(): void {
    this.#lost ??= new Error('it was given up');
    this.#client.destroy();
  }

  #beat(): void {
    const { interval, countMax } = this.#keepAlive;
    this.#silent = 0;
    if (interval <= 0) return;
    const beat = () => {
      if (this.closed) return;
      this.#silent += 1;
      if (this.#silent > countMax) {
        this.#lost ??= new Error(`no sign of life for ${interval * countMax} s`);
        this.#client.destroy();
        return;
      }
      void this.#ping().then(() => (this.#silent = 0));
      this.#cancelBeat = this.#clock.after(interval * 1000, beat);
    };
    this.#cancelBeat = this.#clock.after(interval * 1000, beat);
  }

  // A request that any server answers, be it with a refusal (RFC 4254, section 4); ssh2 has no other way to ask on a clock
  // of one's choice. Nothing is bound there, so that there is nothing to cancel.
  async #ping(): Promise<void> {
    const release = this.#clock.hold();
    const { promise: answered, resolve } = Promise.withResolvers<undefined>();
    const forget = this.onClose(() => resolve(undefined));
    if (!this.closed) this.#client.unforwardIn('opsbook-keepalive', 1, () => resolve(undefined));
    await answered;
    forget();
    release();
  }

  async #opened<T>(open: (resolve: (value: T) => void, reject: (error: Error) => void) => unknown): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const release = this.#clock.hold();
    const cancel = this.#clock.after(this.#openTimeout * 1000, () =>
      reject(this.lostError(new Error(`no answer within ${this.#openTimeout} s`))),
    );
    try {
      open(resolve, reject);
      return await promise;
    } catch (error) {
      // ssh2 throws 'Not connected'.
      throw error instanceof SshError ? error : this.lostError(error);
    } finally {
      cancel();
      release();
    }
  }

  #openError(error: Error & { reason?: unknown }): SshError {
    if (this.closed || /no response from server/i.test(error.message)) return this.lostError(error);
    return new SshError('SSH_CHANNEL_REFUSED', `${this.host} refuses a session: ${scrub(error.message)}`, {
      host: this.host,
      cause: error,
    });
  }
}
