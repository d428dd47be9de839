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
  /** The parsed JSON if the content is JSON, a Buffer if it is multipart or octet-stream, else the text; undefined when empty. */
  body: unknown;
}

/** What a simulator answers. */
export interface SimulatorAnswer {
  status: number;
  headers?: Record<string, string>;
  /** A string or Buffer is sent as it is, anything else as JSON; undefined sends no body. */
  body?: unknown;
}

/** Makes the answer to a request; what it throws is answered as 500. */
export type Handler = (request: SimulatorRequest) => SimulatorAnswer | Promise<SimulatorAnswer>;
