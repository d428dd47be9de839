import type { SimulatorRequest } from './handler.ts';

/** What goes wrong with a request. */
export type Fault =
  /** Answered so; the handler does not run. */
  | { status: number; headers?: Record<string, string>; body?: unknown }
  /** Never answered; the handler does not run. */
  | { hang: true }
  /** Seconds on the simulator's clock, then the normal answer. */
  | { delay: number }
  /**
   * The socket is destroyed: `before` the handler ran; `after` it ran, without an answer (the effect took place);
   * `truncated`: after half of the answer's body (an answer without a body is cut like `after`).
   */
  | { cut: 'before' | 'after' | 'truncated' };

export interface FaultOptions {
  /** Lets that many matching requests pass first; default 0. */
  after?: number;
  /** A further condition, e.g. on the body. */
  when?: (request: SimulatorRequest) => boolean;
}

/** Orders what shall go wrong. When several orders match a request, the oldest is served. */
export interface Faults {
  /**
   * Orders a fault for the next matching requests.
   * @param matcher a method (or `*`), a blank and a path in which `*` is one segment and `**` any number:
   * `PUT /v2.1/os-services/*`
   */
  next(matcher: string, fault: Fault, options?: FaultOptions & { times?: number }): void;
  /** The same for every matching request, until the returned function is called. */
  always(matcher: string, fault: Fault, options?: FaultOptions): () => void;
  /** Forgets every order. */
  clear(): void;
  /** How many faults ordered by {@link next} have not happened yet. */
  readonly pending: number;
}
