import type { Effect, Secret } from '@opsbook/context';

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type QueryValue = string | number | boolean;

/** What {@link HttpClient.request} sends. */
export interface HttpRequest {
  method: HttpMethod;
  /** Absolute, or appended to the client's `baseUrl`. */
  url: string;
  /** Added to the URL's own query; undefined values are left out, arrays repeat the key. */
  query?: Record<string, QueryValue | readonly QueryValue[] | undefined>;
  /** Win over the client's; undefined removes one of the client's. */
  headers?: Record<string, string | Secret | undefined>;
  /**
   * Sent as JSON, but bytes as they are (give their `content-type`; default application/octet-stream). A {@link Secret}
   * anywhere in JSON is revealed only in the bytes sent.
   */
  body?: unknown;
  /** `bytes`: the answer's body is a Buffer, whatever its content type. Default: JSON parsed, else text. */
  answer?: 'bytes';
  /** What the guard is asked for. Default: GET, HEAD and OPTIONS read, others change. */
  effect?: Effect;
  /** Whether sending it twice does no more than sending it once. Default: true, but false for POST and PATCH. */
  repeatable?: boolean;
  /** What is being done to what, e.g. `live-migrate server 42`: stands in errors, logs and what the guard is told. */
  label?: string;
  /** Seconds for one attempt, to the last byte; default the client's. */
  timeout?: number;
  /** Aborts the request, its waiting included. */
  signal?: AbortSignal;
}

/** An answer with a status below 400. */
export interface HttpResponse<T> {
  status: number;
  /** Lower-case names; a repeated header is joined with `, `. May hold tokens. */
  headers: Record<string, string>;
  /** The parsed JSON if the content is JSON, else the text; undefined when empty. A Buffer if bytes were asked for. */
  body: T;
  /** The request id that the service gave. */
  requestId: string | undefined;
  /** Where the answer came from (after redirects), without secrets. */
  url: string;
  /** How many further attempts it took. */
  retries: number;
}
