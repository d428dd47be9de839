/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** The server knows no such mailbox, or does not serve it (550, 551). */
  EMAIL_MAILBOX_UNKNOWN: 'not-found',
  /** The server does not accept the address as it is written (501, 553), or has no SMTPUTF8 for it. */
  EMAIL_ADDRESS_REFUSED: 'invalid-input',
  /** The mailbox has no room left (552, 5.2.2). */
  EMAIL_MAILBOX_FULL: 'quota',
  /** The mail is larger than the server takes (SIZE, or 552). */
  EMAIL_TOO_BIG: 'invalid-input',
  /** The server does not allow it: policy, relaying, a block list (5.7.x). */
  EMAIL_FORBIDDEN: 'forbidden',
  /** The server refuses it for good with any other code (554 and the like). */
  EMAIL_REFUSED: 'refused',
  /** The server is not able to take it now (450, 451, 454 to a recipient): try later. */
  EMAIL_DEFERRED: 'unavailable',
  /** The server has no room now, or takes no further recipients in one mail (452). */
  EMAIL_INSUFFICIENT_STORAGE: 'unavailable',
  /** The server closes the session (421), or cannot check a login now (454). */
  EMAIL_SERVICE_UNAVAILABLE: 'unavailable',
  /** Name or password was refused (535 and the like), or the server offers no login. */
  EMAIL_AUTH_FAILED: 'unauthorized',
  /** The server wants a login first (530). */
  EMAIL_AUTH_REQUIRED: 'unauthorized',
  /** The server takes nothing in the clear (530). */
  EMAIL_TLS_REQUIRED: 'refused',
  /** The server does not offer STARTTLS, or refused it: nothing is sent in the clear. */
  EMAIL_TLS_NOT_OFFERED: 'refused',
  /** The server's certificate has expired, or is not valid yet. */
  EMAIL_TLS_CERTIFICATE_EXPIRED: 'refused',
  /** The server's certificate is signed by nobody whom we trust. */
  EMAIL_TLS_CERTIFICATE_UNTRUSTED: 'refused',
  /** The server's certificate is for another name. */
  EMAIL_TLS_HOST_MISMATCH: 'refused',
  /** No TLS for any other reason: not TLS at all, no shared version. */
  EMAIL_TLS_FAILED: 'unavailable',
  /** No connection: refused, unknown host name, no route. */
  EMAIL_CONNECT: 'unavailable',
  /** No connection within `timeouts.connect`. */
  EMAIL_CONNECT_TIMEOUT: 'timeout',
  /** Connected, but no greeting within `timeouts.greeting`. */
  EMAIL_GREETING_TIMEOUT: 'timeout',
  /** The server did not answer in time. */
  EMAIL_TIMEOUT: 'timeout',
  /** The connection broke. */
  EMAIL_CONNECTION_LOST: 'unavailable',
  /** What the server says is not SMTP, or no answer to what it was asked. */
  EMAIL_PROTOCOL: 'unavailable',
  /** Mails are wrong (addresses, line breaks in headers, ...); `faults` lists everything. Nothing was sent. */
  EMAIL_INVALID_INPUT: 'invalid-input',
  /** The options are wrong; `faults` lists everything. */
  EMAIL_CONFIG: 'invalid-input',
  /** A recipient is not on the allow-list; `faults` names every one. Nothing was sent. */
  EMAIL_RECIPIENT_NOT_ALLOWED: 'forbidden',
  /** A template is wrong. */
  EMAIL_TEMPLATE: 'invalid-input',
  /** The data does not fit the template's schema; `faults` lists everything. */
  EMAIL_TEMPLATE_DATA: 'invalid-input',
  /** A signal, or `close`, ended it. */
  EMAIL_ABORTED: 'refused',
} as const;

export type EmailErrorCode = keyof typeof ERROR_KINDS;
export type EmailErrorKind = (typeof ERROR_KINDS)[EmailErrorCode];

export interface EmailErrorDetails {
  /** The three digits of the server's answer. */
  smtpCode?: number | undefined;
  /** RFC 3463: `5.1.1`. */
  enhancedCode?: string | undefined;
  /** The server's whole answer, on one line. */
  serviceMessage?: string | undefined;
  /** The mail may have been accepted although no answer came; default false. */
  outcomeUnknown?: boolean | undefined;
  /** Each one of several faults, with its path; each recipient that was refused. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/email.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class EmailError extends Error {
  readonly code: EmailErrorCode;
  readonly kind: EmailErrorKind;
  readonly smtpCode: number | undefined;
  readonly enhancedCode: string | undefined;
  readonly serviceMessage: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: EmailErrorCode, message: string, details: EmailErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'EmailError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.smtpCode = details.smtpCode;
    this.enhancedCode = details.enhancedCode;
    this.serviceMessage = details.serviceMessage;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is an {@link EmailError}, also one of another copy of this package. */
export function isEmailError(error: unknown): error is EmailError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** @throws EmailError with that code if there is any fault */
export function throwFaults(code: EmailErrorCode, what: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new EmailError(code, `${what}: ${faults.join('; ')}`, { faults });
}
