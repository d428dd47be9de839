/** One request as a simulator's handler sees it. */
export interface SimulatorRequest {
  /** Counts from 1, in the order of arrival. */
  id: number;
  method: string;
  /** Without the query, as it was sent (percent-encoded). */
  path: string;
  /** The pattern's `:name` segments, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Lower-case names; tokens are not masked. */
  headers: Record<string, string>;
  /**
   * The parsed JSON if the content is JSON, a Buffer if it is multipart or octet-stream, else the text; undefined when empty. Of a
   * streamed route an AsyncIterable of Buffers, which throws when the client breaks off.
   */
  body: unknown;
}

/** What a simulator answers. */
export interface SimulatorAnswer {
  status: number;
  headers?: Record<string, string>;
  /** A string, Buffer or AsyncIterable of them is sent as it is, anything else as JSON; undefined sends no body. */
  body?: unknown;
}

export interface RouteOptions {
  /** The handler reads the body itself, as it comes; the log of requests has none. Default: it is read before. */
  streamed?: boolean;
}

/** Makes the answer to a request; what it throws is answered as 500. */
export type Handler = (request: SimulatorRequest) => SimulatorAnswer | Promise<SimulatorAnswer>;
