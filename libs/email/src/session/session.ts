import { Readable } from 'node:stream';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { Settings } from '../options.ts';
import { openSocket } from './open-socket.ts';
import { smtpError } from './smtp-error.ts';
import { type Limits, type Settle, timed } from './timed.ts';
import { tlsOptions } from './tls-options.ts';
import { type NodemailerRefusal, type Transferred, isRefusal, refusalOf, transferred } from './transferred.ts';

/** Who is told to get a mail, and its content. */
export interface Transfer {
  from: string;
  to: readonly string[];
  content: Buffer;
}

// nodemailer's own timers run on real time: ours, on the clock, come first.
const NEVER = 2 ** 31 - 1;

/** One SMTP session: greeted, encrypted and logged in. Its time-outs are the clock's. */
export class Session {
  readonly #connection: SmtpConnection;
  readonly #settings: Settings;
  #fail: ((error: Error) => void) | undefined;
  #broken = false;
  /** Mails that the server accepted. */
  mails = 0;

  private constructor(connection: SmtpConnection, settings: Settings) {
    this.#connection = connection;
    this.#settings = settings;
    const broke = (error: Error) => {
      this.#broken = true;
      this.#fail?.(error);
    };
    connection.on('error', broke);
    // A better error may be on its way to the callback of what is under way.
    connection.on('end', () => {
      this.#broken = true;
      setImmediate(() => broke(new Error('the connection was closed')));
    });
  }

  /** @throws EmailError: EMAIL_CONNECT..., EMAIL_GREETING_TIMEOUT, EMAIL_TLS_..., EMAIL_AUTH_..., EMAIL_ABORTED */
  static async open(settings: Settings, signal: AbortSignal): Promise<Session> {
    const { host, port, security, clientName } = settings;
    const connection = new SmtpConnection({
      connection: await openSocket(settings, signal),
      host,
      port,
      secure: security === 'tls',
      secured: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: tlsOptions(settings),
      name: clientName,
      connectionTimeout: NEVER,
      greetingTimeout: NEVER,
      socketTimeout: NEVER,
    });
    const session = new Session(connection, settings);
    try {
      await session.#greet(signal);
      if (settings.auth !== undefined) await session.#logIn(settings.auth, signal);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  /** Whether another mail can be tried on it. */
  get usable(): boolean {
    return !this.#broken && !this.#connection.destroyed;
  }

  /**
   * Hands one mail over. A refusal of some or all recipients is a result.
   * @throws EmailError of the session, which is then of no use; `outcomeUnknown` where the content had been asked for
   */
  async transfer({ from, to, content }: Transfer, signal: AbortSignal): Promise<Transferred> {
    const what = `send a mail through ${this.#where}`;
    const { command, data } = this.#settings.timeouts;
    let asked = false;
    const limits = { signal, timeout: command, code: 'EMAIL_TIMEOUT', what, doubtful: () => asked } as const;
    const answer = await this.#run<SmtpConnection.SentMessageInfo | NodemailerRefusal>(
      limits,
      ({ resolve, reject, restart }) => {
        const stream = contentOf(content, () => {
          asked = true;
          restart(data);
          this.#inOneWrite();
        });
        this.#connection.send({ from, to: [...to], size: content.length }, stream, (error, info) => {
          if (!error) resolve(info);
          else if (isRefusal(error)) resolve(error);
          else reject(error);
        });
      },
    );
    if (!isRefusal(answer)) {
      this.mails += 1;
      return transferred(answer);
    }
    await this.#reset(signal);
    return { accepted: [], refused: to.map((address) => refusalOf(address, answer)), reply: undefined };
  }

  /** Says goodbye and ends the connection. */
  close(): void {
    const { _socket: socket } = this.#connection;
    // A server that keeps us waiting learns here that we are gone: time must not go on before it knows.
    if (socket && !socket.closed) socket.once('close', this.#settings.context.clock.hold());
    if (this.usable) this.#connection.quit();
    this.#connection.close();
  }

  async #greet(signal: AbortSignal): Promise<void> {
    const what = `greeting of ${this.#where}`;
    const limits = { signal, timeout: this.#settings.timeouts.greeting, code: 'EMAIL_GREETING_TIMEOUT', what } as const;
    await this.#run<undefined>(limits, ({ resolve, reject }) =>
      this.#connection.connect((error) => (error ? reject(error) : resolve(undefined))),
    );
  }

  async #logIn({ username: user, password }: NonNullable<Settings['auth']>, signal: AbortSignal): Promise<void> {
    const what = `log in to ${this.#where} as ${user}`;
    const limits = { signal, timeout: this.#settings.timeouts.command, code: 'EMAIL_TIMEOUT', what } as const;
    await this.#run<undefined>(limits, ({ resolve, reject }) =>
      this.#connection.login({ user, pass: password.reveal() }, (error) =>
        error ? reject(error) : resolve(undefined),
      ),
    );
  }

  /** Postfix remembers the SIZE of a refused mail, and a transaction stays open, until RSET. */
  async #reset(signal: AbortSignal): Promise<void> {
    if (!this.usable) return;
    const what = `reset the session with ${this.#where}`;
    const limits = { signal, timeout: this.#settings.timeouts.command, code: 'EMAIL_TIMEOUT', what } as const;
    await this.#run<undefined>(limits, ({ resolve, reject }) =>
      this.#connection.reset((error) => (error ? reject(error) : resolve(undefined))),
    ).catch(() => {
      // What was refused is known all the same.
      this.#broken = true;
    });
  }

  /** nodemailer writes the content and its end apart: two system calls and two TLS records, for most mails without need. */
  #inOneWrite(): void {
    const { _socket: socket } = this.#connection;
    if (!socket) return;
    socket.cork();
    setImmediate(() => socket.uncork());
  }

  get #where(): string {
    return `${this.#settings.host}:${this.#settings.port}`;
  }

  async #run<T>(limits: Omit<Limits, 'clock'>, work: (settle: Settle<T>) => void): Promise<T> {
    try {
      return await timed<T>({ ...limits, clock: this.#settings.context.clock }, (settle) => {
        this.#fail = settle.reject;
        work(settle);
      });
    } catch (error) {
      this.#broken = true;
      throw smtpError(error, { what: limits.what, dataSent: limits.doubtful?.() ?? false });
    } finally {
      this.#fail = undefined;
    }
  }
}

/** The content as nodemailer reads it: only once the server has asked for it (354). */
function contentOf(content: Buffer, onAsked: () => void): Readable {
  return new Readable({
    read() {
      onAsked();
      this.push(content);
      this.push(null);
    },
  });
}
