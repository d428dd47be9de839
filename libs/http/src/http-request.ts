import type { Effect, Secret } from '@opsbook/context';

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type QueryValue = string | number | boolean;

/** A body that is sent as it comes. */
export interface Upload {
  /** Read once, and no faster than the service takes it. */
  source: AsyncIterable<Uint8Array>;
  /** Bytes; without it the body is sent in chunks. A source of another length ends the request. */
  length?: number;
}

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
  /**
   * `bytes`: the answer's body is a Buffer, whatever its content type; `stream`: an AsyncIterable of Uint8Arrays, which is
   * read no faster than the caller takes it, throws what breaks it off, and is to be read to its end or left (`break`).
   * Default: JSON parsed, else text.
   */
  answer?: 'bytes' | 'stream';
  /**
   * Sent instead of a `body`, as `application/octet-stream` unless a header says otherwise. What was read from it cannot be
   * sent again, so such a request is sent once, whatever becomes of it.
   */
  upload?: Upload;
  /** What the guard is asked for. Default: GET, HEAD and OPTIONS read, others change. */
  effect?: Effect;
  /** Whether sending it twice does no more than sending it once. Default: true, but false for POST and PATCH. */
  repeatable?: boolean;
  /** What is being done to what, e.g. `live-migrate server 42`: stands in errors, logs and what the guard is told. */
  label?: string;
  /** Seconds for one attempt, to the last byte; default the client's. Of an upload or download: seconds in which nothing moves. */
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
