import { type Context, Secret, defaultContext } from '@opsbook/context';
import { isAddress } from './mail/address.ts';
import { addressFaults } from './mail/address-faults.ts';
import { throwFaults } from './errors.ts';
import type { MailAddress } from './mail/mail.ts';
import type { Timeouts } from './session/timeouts.ts';
import { DEFAULT_TIMEOUTS } from './session/timeouts.ts';

/** `starttls`: required; without it nothing is sent. `tls`: from the first byte. `none`: in the clear, for a relay on this host. */
export type Security = 'starttls' | 'tls' | 'none';

export interface EmailTls {
  /** Authorities in PEM, instead of those that Node brings. */
  ca?: string | Buffer;
  /** A certificate of our own, PEM. */
  cert?: string | Buffer;
  key?: Secret | string;
  /** The name that the certificate has to be for; default `host`. */
  servername?: string;
  /** Accepts every certificate: anybody on the way can read passwords and mails. Default false. */
  insecure?: boolean;
}

/** At most so many mails in so many seconds, evenly spaced, over all that an account sends. */
export interface Rate {
  mails: number;
  /** Default 1. */
  seconds?: number;
}

export interface EmailOptions {
  host: string;
  /** Default 587; with `security: 'tls'` 465; with `'none'` 25. */
  port?: number;
  /** Default `starttls`. */
  security?: Security;
  tls?: EmailTls;
  auth?: { username: string; password: Secret | string };
  /** Sender of mails that name none. */
  from?: MailAddress;
  /** Where answers go to, for mails that name no address. */
  replyTo?: MailAddress;
  /** Our name in EHLO; default: the host's name, if it is a full one. */
  clientName?: string;
  /** Seconds. */
  timeouts?: Partial<Timeouts>;
  /** Sessions at once; default 1. */
  sessions?: number;
  /** Seconds for which an idle session is kept; default 10. */
  idle?: number;
  /** Default: as fast as the server takes them. */
  rate?: Rate;
  /** How often a mail is queued again after a broken session that cannot have taken it; 0 to 10, default 2. */
  maxRequeues?: number;
  /** Only these may be written to: `*@example.org`, `ada@*.example.org`. Not together with `redirectTo`. */
  allow?: readonly string[];
  /** Every mail goes to this address instead; its recipients stand in its headers. For everything but production. */
  redirectTo?: string;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
}

/** The options with their defaults. */
export interface Settings {
  host: string;
  port: number;
  security: Security;
  tls: EmailTls;
  auth: { username: string; password: Secret } | undefined;
  from: MailAddress | undefined;
  replyTo: MailAddress | undefined;
  clientName: string | undefined;
  timeouts: Timeouts;
  sessions: number;
  idle: number;
  /** Milliseconds from one mail to the next. */
  spacing: number;
  maxRequeues: number;
  allow: readonly string[] | undefined;
  redirectTo: string | undefined;
  context: Context;
}

const PORTS: Record<Security, number> = { starttls: 587, tls: 465, none: 25 };

/** @throws EMAIL_CONFIG, listing every fault */
export function settingsOf(options: EmailOptions): Settings {
  throwFaults('EMAIL_CONFIG', 'the options are wrong', faultsOf(options));
  const { security = 'starttls', auth, rate, timeouts, context = defaultContext } = options;
  return {
    host: options.host,
    port: options.port ?? PORTS[security],
    security,
    tls: options.tls ?? {},
    auth: auth && authOf(auth),
    from: options.from,
    replyTo: options.replyTo,
    clientName: options.clientName,
    timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts },
    sessions: options.sessions ?? 1,
    idle: options.idle ?? 10,
    spacing: rate === undefined ? 0 : ((rate.seconds ?? 1) * 1000) / rate.mails,
    maxRequeues: options.maxRequeues ?? 2,
    allow: options.allow,
    redirectTo: options.redirectTo,
    context,
  };
}

function faultsOf(options: EmailOptions): string[] {
  const { host, port, security = 'starttls', auth, from, replyTo, clientName, allow, redirectTo } = options;
  const faults = [
    ...(from === undefined ? [] : addressFaults(from, 'from')),
    ...(replyTo === undefined ? [] : addressFaults(replyTo, 'replyTo')),
  ];
  const check = (ok: boolean, fault: string) => ok || faults.push(fault);
  check(/^[^\s/@]+$/.test(host), 'host: no host name or address');
  check(port === undefined || isCount(port, 1, 65_535), 'port: no port');
  check(security in PORTS, `security: none of ${Object.keys(PORTS).join(', ')}`);
  check(auth === undefined || security !== 'none', "auth: a password is not sent with security 'none'");
  check(auth?.username !== '', 'auth.username: empty');
  check(clientName === undefined || /^[\w.:[\]-]+$/.test(clientName), 'clientName: no host name');
  for (const [name, value] of Object.entries(options.timeouts ?? {}))
    check(isPositive(value), `timeouts.${name}: no number of seconds above 0`);
  check(options.sessions === undefined || isCount(options.sessions, 1, 100), 'sessions: not between 1 and 100');
  check(options.idle === undefined || options.idle >= 0, 'idle: below 0');
  check(options.rate === undefined || isPositive(options.rate.mails), 'rate.mails: not above 0');
  check(isPositive(options.rate?.seconds ?? 1), 'rate.seconds: not above 0');
  check(options.maxRequeues === undefined || isCount(options.maxRequeues, 0, 10), 'maxRequeues: not between 0 and 10');
  check(redirectTo === undefined || isAddress(redirectTo), 'redirectTo: no address');
  check(allow === undefined || redirectTo === undefined, 'allow, redirectTo: give one of them');
  return faults;
}

const isCount = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;
const isPositive = (value: number) => value > 0 && Number.isFinite(value);

function authOf({ username, password: given }: NonNullable<EmailOptions['auth']>): Settings['auth'] {
  const password = secretOf(given);
  // As AUTH PLAIN has it (RFC 4616): servers repeat commands that they do not know.
  new Secret(Buffer.from(`\0${username}\0${password.reveal()}`).toString('base64'));
  return { username, password };
}

// Made a Secret, it is masked wherever it might turn up.
const secretOf = (value: Secret | string): Secret => (typeof value === 'string' ? new Secret(value) : value);
