import type { Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import { type Clock, isoNow, systemClock } from '@opsbook/context';
import { waitOnClock } from '@opsbook/context/testing';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { CA, CERTIFICATES } from './certificates.ts';
import { type SmtpFault, SmtpFaults, type SmtpStage } from './faults.ts';
import type { SimulatedMail, SimulatedSession } from './records.ts';
import { refusal } from './refusal.ts';

export interface MailSimulatorOptions {
  /** Where time comes from; default real time. */
  clock?: Clock;
  /** Default `starttls`: offered. `tls`: from the first byte. `none`: STARTTLS is unknown. */
  security?: 'starttls' | 'tls' | 'none';
  /** Default `valid`, for localhost and 127.0.0.1, signed by `ca`. */
  certificate?: keyof typeof CERTIFICATES;
  /** Who may log in, with which password: encryption and a login are then required. Default: neither. */
  users?: Readonly<Record<string, string>>;
  /** Bytes that a mail may have; default 1 MiB. */
  size?: number;
  /** Whether clients are told `size` beforehand; default true. */
  showSize?: boolean;
}

type Next = (error?: Error | null, message?: string) => void;

const FOREVER = 2 ** 31 - 1;

/** Greets at once. smtp-server keeps every client waiting for 100 ms of real time, to catch those that talk too soon. */
class PromptServer extends SMTPServer {
  override connect(...given: Parameters<SMTPServer['connect']>): void {
    super.connect(...given);
    const connection = [...this.connections].at(-1);
    connection?.connectionReady();
    // What smtp-server's timer calls then.
    if (connection !== undefined) connection.connectionReady = () => undefined;
  }
}

/** A mail server that keeps what it gets, as a real SMTP server on 127.0.0.1. */
export class MailSimulator {
  /** What shall go wrong. */
  readonly fault = new SmtpFaults();
  /** Every mail accepted, in order. */
  readonly mails: SimulatedMail[] = [];
  /** Every connection that was greeted, in order. */
  readonly sessions: SimulatedSession[] = [];
  readonly host = '127.0.0.1';
  /** The authority that signed its certificate, PEM. */
  readonly ca = CA;
  readonly #options: MailSimulatorOptions;
  readonly #clock: Clock;
  /** Which of `sessions` a connection is, by its id. */
  readonly #numbers = new Map<string, number>();
  #server: SMTPServer | undefined;
  #port = 0;

  constructor(options: MailSimulatorOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** 0 before the first start. */
  get port(): number {
    return this.#port;
  }

  /** What a mailbox holds: the mails whose envelope named it. */
  mailbox(address: string): SimulatedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  /** @param port default: a free one; after a {@link stop}, the same as before */
  async start(port: number = this.#port): Promise<void> {
    const server = this.#make();
    server.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, this.host, resolve);
    });
    this.#server = server;
    this.#port = (server.server.address() as { port: number }).port;
  }

  /** Destroys every connection and stops listening. May be called twice. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.disconnect();
    this.#server = undefined;
    await new Promise<void>((resolve) => server.close(resolve));
  }

  /** Destroys every connection, as a server does that gives idle clients up. */
  disconnect(): void {
    // A connection in the midst of its handshake ends by itself: destroying the socket beneath TLS crashes Node.
    for (const { _socket: socket, _upgrading } of this.#server?.connections ?? []) if (!_upgrading) socket.destroy();
  }

  #make(): SMTPServer {
    const { security = 'starttls', certificate = 'valid', users, size = 1_048_576, showSize = true } = this.#options;
    return new PromptServer({
      ...CERTIFICATES[certificate],
      name: 'mail.example.test',
      secure: security === 'tls',
      disabledCommands: [...(security === 'none' ? ['STARTTLS'] : []), ...(users === undefined ? ['AUTH'] : [])],
      // Postfix lets strangers go on as far as to the first recipient.
      authOptional: true,
      size,
      hideSize: !showSize,
      disableReverseLookup: true,
      socketTimeout: FOREVER,
      closeTimeout: 500,
      onConnect: (session, next) => void this.#onConnect(session, next),
      onSecure: (_socket, session, next) => {
        this.#sessionOf(session).tls = true;
        next();
      },
      onAuth: ({ username = '', password }, session, next) => {
        void this.#stage('AUTH', session, undefined, (error) => {
          if (error) next(error);
          else if (users?.[username] !== password)
            next(refusal('535 5.7.8 Error: authentication failed: (reason unavailable)'));
          else {
            this.#sessionOf(session).user = username;
            next(null, { user: username });
          }
        });
      },
      onMailFrom: ({ address }, session, next) => {
        const clear = users !== undefined && !session.secure;
        if (clear) next(refusal('530 5.7.0 Must issue a STARTTLS command first'));
        else void this.#stage('MAIL', session, address, next);
      },
      onRcptTo: ({ address }, session, next) => {
        const stranger = users !== undefined && this.#sessionOf(session).user === undefined;
        if (stranger) next(refusal('554 5.7.1 <localhost[127.0.0.1]>: Client host rejected: Access denied'));
        else void this.#stage('RCPT', session, address, next);
      },
      onData: (stream, session, next) => void this.#onData(stream, session, next),
      onClose: (session) => this.#onClose(session),
    });
  }

  async #onConnect(session: SMTPServerSession, next: Next): Promise<void> {
    this.#numbers.set(session.id, this.sessions.length);
    this.sessions.push({ tls: session.secure, mails: 0, open: true });
    await this.#stage('CONNECT', session, undefined, next);
  }

  async #onData(stream: SMTPServerDataStream, session: SMTPServerSession, next: Next): Promise<void> {
    const fault = this.fault.take('DATA');
    if (fault !== undefined && 'cut' in fault && fault.cut === 'before') {
      stream.once('data', () => this.#socketOf(session).destroy()).on('error', () => undefined);
      return;
    }
    const raw = await read(stream);
    if (raw === undefined) return;
    if (stream.sizeExceeded) {
      next(refusal('552 5.3.4 Error: message file too big'));
      return;
    }
    if (fault !== undefined && 'reply' in fault) {
      next(refusal(fault.reply));
      return;
    }
    const queueId = await this.#keep(raw, session);
    await this.#serve(fault, session, (error) => (error ? next(error) : next(null, `2.0.0 Ok: queued as ${queueId}`)));
  }

  async #keep(raw: Buffer, session: SMTPServerSession): Promise<string> {
    const { mailFrom, rcptTo } = session.envelope;
    const queueId = (this.mails.length + 1).toString(16).toUpperCase().padStart(10, '0');
    const parsed = await PostalMime.parse(raw);
    this.#sessionOf(session).mails += 1;
    this.mails.push({
      queueId,
      at: isoNow(this.#clock),
      from: mailFrom === false ? '' : asSent(mailFrom),
      to: rcptTo.map(asSent),
      raw,
      parsed,
      session: this.#numbers.get(session.id) ?? -1,
    });
    return queueId;
  }

  async #stage(stage: SmtpStage, session: SMTPServerSession, address: string | undefined, next: Next): Promise<void> {
    await this.#serve(this.fault.take(stage, address), session, next, address);
  }

  async #serve(fault: SmtpFault | undefined, session: SMTPServerSession, next: Next, address?: string): Promise<void> {
    const socket = this.#socketOf(session);
    if (fault === undefined) next();
    else if ('reply' in fault) next(refusal(fault.reply, address));
    else if ('cut' in fault) socket.destroy();
    else if (await waitOnClock(this.#clock, socket, 'hang' in fault ? Infinity : fault.delay * 1000)) next();
  }

  #socketOf({ id }: SMTPServerSession): Socket {
    for (const connection of this.#server?.connections ?? []) if (connection.id === id) return connection._socket;
    throw new Error('the connection has ended');
  }

  #sessionOf({ id }: SMTPServerSession): SimulatedSession {
    const session = this.sessions[this.#numbers.get(id) ?? -1];
    if (session === undefined) throw new Error('the connection was never greeted');
    return session;
  }

  #onClose({ id }: SMTPServerSession): void {
    const session = this.sessions[this.#numbers.get(id) ?? -1];
    if (session !== undefined) session.open = false;
  }
}

/** A simulated mail server that answers: `const sim = await startMailServer({ clock })`. */
export async function startMailServer(options: MailSimulatorOptions = {}): Promise<MailSimulator> {
  const simulator = new MailSimulator(options);
  await simulator.start();
  return simulator;
}

/** smtp-server shows domains in Unicode; clients send them in ASCII. */
const asSent = ({ address }: { address: string }): string =>
  address.replace(/[^@]+$/, (domain) => domainToASCII(domain) || domain);

/** All of it; undefined where the client went away first. */
async function read(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
