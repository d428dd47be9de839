import type { Readable } from 'node:stream';
import { Axios, type AxiosResponse } from 'axios';
import { type Clock, scrub } from '@opsbook/context';
import type { AgentPair } from './agents.ts';
import type { HttpErrorCode } from './errors.ts';
import type { PreparedRequest } from './prepare.ts';
import { readBody } from './read-body.ts';
import { UploadSource } from './upload-source.ts';
import { Wire } from './wire.ts';

export interface AttemptLimits {
  agents: AgentPair;
  clock: Clock;
  /** Seconds. */
  connectTimeout: number;
  /** Seconds. */
  timeout: number;
  signal: AbortSignal;
}

/** An answer of any status, before its body is looked at. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
  /** The body instead, where a stream is wanted and the status is below 300. */
  stream?: Readable;
}

/** Why an attempt brought no complete answer. */
export interface AttemptFailure {
  code: Extract<
    HttpErrorCode,
    'HTTP_CONNECT' | 'HTTP_CONNECT_TIMEOUT' | 'HTTP_TLS' | 'HTTP_TIMEOUT' | 'HTTP_BROKEN' | 'HTTP_ABORTED'
  >;
  sent: boolean;
  /** A kept-alive connection broke before any byte of the answer: most likely the service had already closed it. */
  staleConnection: boolean;
  /** What the socket said (an error of its own: axios' error holds the request with its tokens), or the signal's reason. */
  cause: unknown;
}

// An instance of its own: neither defaults nor interceptors that somebody sets on the global one apply.
const axios = new Axios({
  adapter: 'http',
  proxy: false,
  maxRedirects: 0,
  maxBodyLength: Infinity,
  maxContentLength: Infinity,
  validateStatus: null,
});

/** Sends the request once. Never rejects, and nothing of axios' errors, which hold headers and body, gets out. */
export async function attempt(
  request: PreparedRequest,
  limits: AttemptLimits,
): Promise<{ answer: RawAnswer } | { failure: AttemptFailure }> {
  const { agents, clock, connectTimeout, timeout, signal } = limits;
  const controller = new AbortController();
  let ended: 'timeout' | 'aborted' | undefined;
  const end = (why: 'timeout' | 'aborted') => {
    ended ??= why;
    controller.abort();
  };
  const onAbort = () => end('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  const startTimeout = () => clock.after(timeout * 1000, () => end('timeout'));
  let stopTimeout = startTimeout();
  const onProgress = () => {
    stopTimeout();
    stopTimeout = startTimeout();
  };
  const stopConnectTimeout = clock.after(connectTimeout * 1000, () => end('timeout'));
  const upload = request.upload && new UploadSource(request.upload, onProgress);
  const wire = new Wire(request.url.startsWith('https:'), stopConnectTimeout);
  try {
    const response = await axios.request<Readable>({
      ...agents,
      method: request.method,
      url: request.url,
      // Without a body axios would claim a form, unless told false.
      headers: { 'content-type': false, ...request.headers },
      data: upload?.stream ?? request.data,
      responseType: 'stream',
      transport: wire,
      signal: controller.signal,
    });
    return { answer: await toAnswer(response, request, controller.signal) };
  } catch (error) {
    return { failure: explain(error, { wire, upload, ended, abortReason: signal.reason }) };
  } finally {
    stopTimeout();
    stopConnectTimeout();
    signal.removeEventListener('abort', onAbort);
    // A service that refuses an upload answers before it has all of it.
    upload?.stream.destroy();
  }
}

async function toAnswer(
  { status, headers, data }: AxiosResponse<Readable>,
  { answer }: PreparedRequest,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const head = {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name.toLowerCase(),
        Array.isArray(value) ? value.join(', ') : String(value),
      ]),
    ),
  };
  const streams = answer === 'stream' && status < 300;
  // Nobody reads what is not there, and unread it would keep the connection.
  if (streams && status === 204) data.resume();
  if (streams) return { ...head, bytes: Buffer.alloc(0), stream: data };
  const length = Number(head.headers['content-length'] ?? 0) || 0;
  return { ...head, bytes: await readBody(data, { length, signal }) };
}

interface Ending {
  wire: Wire;
  upload: UploadSource | undefined;
  ended: 'timeout' | 'aborted' | undefined;
  abortReason: unknown;
}

function explain(error: unknown, { wire, upload, ended, abortReason }: Ending): AttemptFailure {
  const sent = wire.phase !== 'connecting';
  const cause = plainCause(error);
  const failure = (code: AttemptFailure['code']) => ({ code, sent, staleConnection: false, cause });
  if (ended === 'aborted') return { ...failure('HTTP_ABORTED'), cause: abortReason };
  if (upload?.fault !== undefined && ended === undefined)
    return { ...failure('HTTP_ABORTED'), cause: upload.fault.error };
  if (ended === 'timeout') return { ...failure(sent ? 'HTTP_TIMEOUT' : 'HTTP_CONNECT_TIMEOUT'), cause: undefined };
  // A service that refuses our certificate says so after the handshake (TLS 1.3), but before it reads the request.
  if (CERTIFICATE.test(cause.code)) return { ...failure('HTTP_TLS'), sent: false };
  if (!sent) return failure('HTTP_CONNECT');
  return { ...failure('HTTP_BROKEN'), staleConnection: wire.reused && wire.phase === 'sent' };
}

function plainCause(error: unknown): Error & { code: string } {
  const { code = '', message = '', cause } = error as { code?: string; message?: string; cause?: { errors?: Error[] } };
  // A name with several addresses fails with one error for each and no message of its own.
  const text = message === '' ? (cause?.errors?.map((each) => each.message).join('; ') ?? code) : message;
  return Object.assign(new Error(scrub(text)), { code });
}

/** The codes of OpenSSL's certificate verification and alerts, as node names them. */
const CERTIFICATE = /CERT|CRL_|UNKNOWN_CA|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH|^HOSTNAME_MISMATCH$/;
