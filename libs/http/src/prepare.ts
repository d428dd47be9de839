import { randomUUID } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type Effect, Secret, UnknownInPlan, scrub } from '@opsbook/context';
import { encodeBody, isBytes } from './encode-body.ts';
import { HttpError } from './errors.ts';
import type { HttpClientOptions } from './http-client-options.ts';
import type { HttpMethod, HttpRequest, QueryValue, Upload } from './http-request.ts';
import { redactUrl } from './redact.ts';
import { reveal } from './reveal.ts';

/** A request ready to be sent: everything about it that can be wrong has been found. */
export interface PreparedRequest {
  method: HttpMethod;
  /** Absolute; may hold secrets. */
  url: string;
  /** Revealed, lower-case names. */
  headers: Record<string, string>;
  data: Buffer | undefined;
  /** The body instead of `data`. */
  upload: Upload | undefined;
  /** How the answer's body is wanted. */
  answer: HttpRequest['answer'];
  effect: Effect;
  repeatable: boolean;
  label: string | undefined;
  /** The request id that is sent, if one is. */
  sentRequestId: string | undefined;
}

const READS: ReadonlySet<HttpMethod> = new Set<HttpMethod>(['GET', 'HEAD', 'OPTIONS']);
const BYTES = 'application/octet-stream';
const NOT_REPEATABLE: ReadonlySet<HttpMethod> = new Set<HttpMethod>(['POST', 'PATCH']);

/** @throws HttpError HTTP_INVALID_REQUEST; UnknownInPlan where a value is needed that a plan does not know */
export function prepare(request: HttpRequest, options: HttpClientOptions): PreparedRequest {
  const { method, label, upload, answer } = request;
  let url = '';
  try {
    url = urlOf(request, options.baseUrl);
    const sentRequestId = options.sendRequestId === false ? undefined : `req-${randomUUID()}`;
    if (upload !== undefined && request.body !== undefined) throw new TypeError('it has both a body and an upload');
    const data = request.body === undefined ? undefined : encodeBody(request.body);
    return {
      method,
      url,
      headers: headersOf({
        accept: answer === undefined ? 'application/json' : '*/*',
        'user-agent': 'opsbook',
        ...(data === undefined ? {} : { 'content-type': isBytes(request.body) ? BYTES : 'application/json' }),
        ...uploadHeaders(upload),
        ...(sentRequestId === undefined ? {} : { 'x-openstack-request-id': sentRequestId }),
        ...lowerCase(options.headers),
        ...lowerCase(request.headers),
      }),
      data,
      upload,
      answer,
      effect: request.effect ?? (READS.has(method) ? 'read' : 'change'),
      repeatable: upload === undefined && (request.repeatable ?? !NOT_REPEATABLE.has(method)),
      label,
      sentRequestId,
    };
  } catch (error) {
    if (isUnknownInPlan(error)) throw error;
    const why = scrub(error instanceof Error ? error.message : String(error));
    const shown = redactUrl(url === '' ? request.url : url);
    throw new HttpError(`${label === undefined ? '' : `${label}: `}${method} ${shown} was not sent: ${why}`, {
      code: 'HTTP_INVALID_REQUEST',
      kind: 'invalid-input',
      outcome: 'not-sent',
      method,
      url: shown,
      label,
    });
  }
}

function urlOf({ url, query = {} }: HttpRequest, baseUrl: string | undefined): string {
  // Like every use of a string here, this throws for a value that is unknown in a plan.
  const absolute = /^[a-z][a-z\d+.-]*:\/\//i.test(url);
  if (!absolute && baseUrl === undefined) throw new TypeError('the URL is relative and the client has no baseUrl');
  const whole = absolute ? url : join(baseUrl ?? '', url);
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? (value as QueryValue[]) : [value as QueryValue | undefined]) {
      if (each !== undefined) search.append(name, each.toString());
    }
  }
  const parsed = new URL(whole);
  if (!/^https?:$/.test(parsed.protocol)) throw new TypeError(`'${parsed.protocol}' is not http: or https:`);
  // Known from here on, it is masked wherever it might turn up.
  if (parsed.password !== '') new Secret(decodeURIComponent(parsed.password));
  parsed.hash = '';
  if (search.size > 0) parsed.search += `${parsed.search === '' ? '?' : '&'}${search.toString()}`;
  return parsed.href;
}

function join(base: string, path: string): string {
  if (path === '' || path.startsWith('?')) return base + path;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

const uploadHeaders = (upload: Upload | undefined): Record<string, string> => {
  if (upload === undefined) return {};
  const { length } = upload;
  return { 'content-type': BYTES, ...(length !== undefined && { 'content-length': length.toString() }) };
};

const lowerCase = (headers: HttpRequest['headers'] = {}): HttpRequest['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function headersOf(headers: NonNullable<HttpRequest['headers']>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = String(reveal(value));
    validateHeaderName(name);
    validateHeaderValue(name, text);
    plain[name] = text;
  }
  return plain;
}

// By code as well: the caller may have another copy of the context package.
const isUnknownInPlan = (error: unknown): boolean =>
  error instanceof UnknownInPlan || (error as { code?: unknown } | null)?.code === 'UNKNOWN_IN_PLAN';
