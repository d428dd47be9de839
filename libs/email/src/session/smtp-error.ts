import { EmailError, type EmailErrorCode, isEmailError } from '../errors.ts';
import { refusalCode } from './refusal-code.ts';
import { type Reply, parseReply, printable } from './reply.ts';
import { IN_DOUBT } from './timed.ts';

/** What nodemailer adds to an error. */
export interface NodemailerFailure extends Error {
  code?: string | undefined;
  /** Of the system or of OpenSSL. */
  originalCode?: string | undefined;
  response?: string | undefined;
  command?: string | undefined;
}

export interface Doing {
  /** "log in to smtp.example.org:587": for the message. */
  what: string;
  /** The content was on its way: without an answer nobody knows what became of it. */
  dataSent?: boolean;
}

/** An error of the connection, of nodemailer, or an answer of the server, as an {@link EmailError}. */
export function smtpError(error: unknown, { what, dataSent = false }: Doing): EmailError {
  if (isEmailError(error)) return error;
  const failure = error as NodemailerFailure;
  const reply = failure.response === undefined ? undefined : parseReply(failure.response);
  // Only what has code and text: nodemailer's error may hold the command that was sent.
  const cause = Object.assign(new Error(printable(failure.message)), { code: failure.originalCode ?? failure.code });
  if (reply !== undefined && reply.smtpCode >= 400) {
    const { smtpCode, enhancedCode, text } = reply;
    const code = replyCode(reply, failure.command);
    const message = `${what}: the server answered ${text}${hint(code)}`;
    return new EmailError(code, message, { smtpCode, enhancedCode, serviceMessage: text, cause });
  }
  const code = failureCode(failure);
  const doubt = dataSent ? IN_DOUBT : '';
  const message = `${what}: ${cause.message}${hint(code)}${doubt}`;
  return new EmailError(code, message, { serviceMessage: reply?.text, outcomeUnknown: dataSent, cause });
}

function replyCode(reply: Reply, command = ''): EmailErrorCode {
  const { smtpCode } = reply;
  if (smtpCode === 421) return 'EMAIL_SERVICE_UNAVAILABLE';
  // Without EHLO there is no STARTTLS, and nodemailer goes on only where none is required.
  const unknown = smtpCode === 500 || smtpCode === 502;
  if (command === 'STARTTLS' || (command === 'EHLO' && unknown)) return 'EMAIL_TLS_NOT_OFFERED';
  if (!command.startsWith('AUTH')) return refusalCode(reply);
  // 454 4.7.0 says nothing about the password: the server cannot check it now (RFC 4954, 6).
  return smtpCode < 500 ? 'EMAIL_SERVICE_UNAVAILABLE' : 'EMAIL_AUTH_FAILED';
}

function failureCode({
  code = '',
  originalCode = code,
  command,
  message,
  response,
}: NodemailerFailure): EmailErrorCode {
  // It answered, and neither yes nor no.
  if (response !== undefined) return 'EMAIL_PROTOCOL';
  if (originalCode === 'CERT_HAS_EXPIRED' || originalCode === 'CERT_NOT_YET_VALID')
    return 'EMAIL_TLS_CERTIFICATE_EXPIRED';
  if (originalCode === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'EMAIL_TLS_HOST_MISMATCH';
  // An alert of the server's may name a certificate too: ours.
  if (code === 'ETLS' || /^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(originalCode)) return 'EMAIL_TLS_FAILED';
  if (CERTIFICATE.test(originalCode)) return 'EMAIL_TLS_CERTIFICATE_UNTRUSTED';
  if (code === 'EAUTH') return 'EMAIL_AUTH_FAILED';
  if (code === 'EMESSAGE' && message.startsWith('Message size')) return 'EMAIL_TOO_BIG';
  if (code === 'EPROTOCOL') return 'EMAIL_PROTOCOL';
  if (command === 'CONNECT') return 'EMAIL_CONNECT';
  return 'EMAIL_CONNECTION_LOST';
}

/** The codes of OpenSSL's certificate verification, as node names them. */
const CERTIFICATE = /CERT|CRL_|UNKNOWN_CA|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH/;

const HINTS: Partial<Record<EmailErrorCode, string>> = {
  EMAIL_TLS_NOT_OFFERED:
    "; nothing is sent in the clear: is it the port for submission, or does it want security 'tls'?",
  EMAIL_TLS_CERTIFICATE_UNTRUSTED: '; give the authority that signed it in tls.ca',
  EMAIL_TLS_HOST_MISMATCH: '; use the name that stands in it as host, or give it in tls.servername',
  EMAIL_TLS_CERTIFICATE_EXPIRED: '; the server needs a new one',
  EMAIL_AUTH_FAILED: '; check auth.username and auth.password',
  EMAIL_AUTH_REQUIRED: '; give auth',
  EMAIL_TLS_REQUIRED: "; use security 'starttls'",
};

/** What to do next. */
const hint = (code: EmailErrorCode): string => HINTS[code] ?? '';
