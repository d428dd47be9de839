import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import { EmailError } from '../errors.ts';
import { late } from '../late.ts';
import type { Settings } from '../options.ts';
import { contentOf } from './content-of.ts';
import { openSocket } from './open-socket.ts';
import { parseReply } from './reply.ts';
import { type NodemailerFailure, smtpError } from './smtp-error.ts';
import { type Limits, type Settle, timed } from './timed.ts';
import { tlsOptions } from './tls-options.ts';
import { type RecipientFailure, type Transferred, isRefusal, recipientError } from './transferred.ts';

/** Who is told to get a mail, and its content. */
export interface Transfer {
  from: string;
  to: readonly string[];
  content: Buffer;
}

type Envelope = SmtpConnection.Envelope & { rejectedErrors?: RecipientFailure[] };
type Answer = SmtpConnection.SentMessageInfo | NodemailerFailure;

const smtpConnection = late(() => import('nodemailer/lib/smtp-connection'));

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
    const { host, port, security, clientName, context } = settings;
    const { default: Connection } = await smtpConnection(context.clock);
    const socket = await openSocket(settings, signal);
    const connection = new Connection({
      connection: socket,
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
      // nodemailer ends what it has begun with: not a connection whose greeting was aborted before.
      if (!connection._socket) socket.destroy();
      throw error;
    }
    return session;
  }

  /** Whether another mail can be tried on it. */
  get usable(): boolean {
    return !this.#broken && !this.#connection.destroyed;
  }

  /**
   * Hands one mail over. A refusal of some or all recipients is a result, and so is an answer that never came.
   * @throws EmailError of the session, which is then of no use; the mail was not sent
   */
  async transfer({ from, to, content }: Transfer, signal: AbortSignal): Promise<Transferred> {
    if (!this.#takes([from, ...to])) {
      const why = 'the server has no SMTPUTF8, and an address is written in another script';
      return { refused: to.map((address) => ({ address, error: new EmailError('EMAIL_ADDRESS_REFUSED', why) })) };
    }
    // nodemailer notes in it who was refused.
    const envelope: Envelope = { from, to: [...to], size: content.length };
    const refused = () => (envelope.rejectedErrors ?? []).map((failure) => recipientError(failure));
    try {
      const answer = await this.#send(envelope, content, signal);
      if (!isRefusal(answer)) {
        this.mails += 1;
        return { refused: refused(), reply: parseReply(answer.response) };
      }
      // Where the sender was refused, every recipient was only refused for want of one.
      const own = answer.command === 'MAIL FROM' ? [] : refused();
      await this.#reset(signal);
      return { refused: to.map((one) => own.find(({ address }) => address === one) ?? recipientError(answer, one)) };
    } catch (reason) {
      const error = reason as EmailError;
      if (!error.outcomeUnknown) throw error;
      return { refused: refused(), lost: error };
    }
  }

  /** Says goodbye and ends the connection. */
  close(): void {
    const { _socket: socket } = this.#connection;
    // A server that keeps us waiting learns here that we are gone: time must not go on before it knows.
    if (socket && !socket.closed) socket.once('close', this.#settings.context.clock.hold());
    if (this.usable) this.#connection.quit();
    this.#connection.close();
  }

  #send(envelope: Envelope, content: Buffer, signal: AbortSignal): Promise<Answer> {
    const what = `send a mail through ${this.#where}`;
    const { command, data } = this.#settings.timeouts;
    let asked = false;
    const limits = { signal, timeout: command, code: 'EMAIL_TIMEOUT', what, doubtful: () => asked } as const;
    return this.#run<Answer>(limits, ({ resolve, reject, restart }) => {
      const stream = contentOf(content, () => {
        asked = true;
        restart(data);
        this.#inOneWrite();
      });
      // Each command has its time: servers may look long at every single recipient.
      const { _socket: socket } = this.#connection;
      const heard = () => asked || restart(command);
      if (socket) socket.on('data', heard);
      this.#connection.send(envelope, stream, (error, info) => {
        if (socket) socket.off('data', heard);
        if (!error) resolve(info);
        else if (isRefusal(error)) resolve(error);
        else reject(error);
      });
    });
  }

  /** RFC 6531, 3.2: addresses of other scripts are for servers alone that offer it. nodemailer sends them anyway. */
  #takes(addresses: readonly string[]): boolean {
    const { _supportedExtensions: offered } = this.#connection as unknown as { _supportedExtensions: string[] };
    return offered.includes('SMTPUTF8') || addresses.every((one) => /^[ -~]*$/.test(one));
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
    // nodemailer would try PLAIN all the same, and show the password.
    if (!this.#connection.allowsAuth) throw new EmailError('EMAIL_AUTH_FAILED', `${what}: the server offers no login`);
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
