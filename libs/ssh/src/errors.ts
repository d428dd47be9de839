/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** No known_hosts line holds the key that the server presented. */
  SSH_HOST_KEY_UNKNOWN: 'refused',
  /** The server's key differs from those that are known for it. */
  SSH_HOST_KEY_CHANGED: 'refused',
  /** A known_hosts line revokes the server's key. */
  SSH_HOST_KEY_REVOKED: 'refused',
  /** The server accepted none of the credentials; the message says which methods were tried. */
  SSH_UNAUTHORIZED: 'unauthorized',
  /** Nothing listens there. */
  SSH_CONNECT_REFUSED: 'unavailable',
  /** No TCP connection in time. */
  SSH_CONNECT_TIMEOUT: 'timeout',
  /** Connected, but the server did not finish the handshake in time. */
  SSH_HANDSHAKE_TIMEOUT: 'timeout',
  /** No way to the host: its name, the network, a jump host, or a handshake that failed. */
  SSH_UNAVAILABLE: 'unavailable',
  /** The connection ended while something was under way. */
  SSH_CONNECTION_LOST: 'unavailable',
  /** The server gives no session, although the login was accepted. */
  SSH_CHANNEL_REFUSED: 'unavailable',
  /** The command was never begun: no POSIX shell, a forced command, a locked account. */
  SSH_NOT_STARTED: 'refused',
  /** sudo refused: a wrong or missing password, or not allowed. */
  SSH_SUDO: 'unauthorized',
  /** The command did not end, or said nothing, in time; its process group was ended. */
  SSH_COMMAND_TIMEOUT: 'timeout',
  /** More output, or a larger file, than the caller allows. */
  SSH_OUTPUT_TOO_LONG: 'refused',
  /** The configuration does not allow this command or this file. */
  SSH_NOT_ALLOWED: 'forbidden',
  /** The file or its folder does not exist on the host. */
  SSH_NOT_FOUND: 'not-found',
  /** The host denies access to the file. */
  SSH_FORBIDDEN: 'forbidden',
  /** Another failure of a file transfer: a full disk, for example. */
  SSH_FILE: 'unavailable',
  /** The options, an ssh_config file, a known_hosts file or a key file is wrong; `faults` lists everything. */
  SSH_CONFIG: 'invalid-input',
  /** The input was refused before anything was sent. */
  SSH_INVALID_INPUT: 'invalid-input',
  /** The caller, the run or `close` ended it. */
  SSH_ABORTED: 'refused',
} as const;

export type SshErrorCode = keyof typeof ERROR_KINDS;
export type SshErrorKind = (typeof ERROR_KINDS)[SshErrorCode];

/** What a command had written when it was ended. */
export interface PartialOutput {
  stdout: string;
  stderr: string;
}

export interface SshErrorDetails {
  /** The host as the caller named it. */
  host?: string | undefined;
  /** SHA256 fingerprint of the key that the server presented, as `ssh-keygen -l` prints it. */
  fingerprint?: string | undefined;
  /** Where the configuration or the known key stands: `path:line`. */
  place?: string | undefined;
  /** What the server, sudo or ssh said, as plain text. */
  serviceMessage?: string | undefined;
  /** A change may have taken effect although nobody can say so; default false. */
  outcomeUnknown?: boolean | undefined;
  /** Of a command that was ended: what it had written, as far as it was kept. */
  output?: PartialOutput | undefined;
  /** Each one of several faults, with its path, or file and line. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/ssh.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class SshError extends Error {
  readonly code: SshErrorCode;
  readonly kind: SshErrorKind;
  readonly host: string | undefined;
  readonly fingerprint: string | undefined;
  readonly place: string | undefined;
  readonly serviceMessage: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly output: PartialOutput | undefined;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: SshErrorCode, message: string, details: SshErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SshError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.host = details.host;
    this.fingerprint = details.fingerprint;
    this.place = details.place;
    this.serviceMessage = details.serviceMessage;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.output = details.output;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is an {@link SshError}, also one of another copy of this package. */
export function isSshError(error: unknown): error is SshError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** @throws SSH_CONFIG with all faults, if there are any */
export function throwFaults(what: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new SshError('SSH_CONFIG', `${what}: ${faults.join('; ')}`, { faults });
}
