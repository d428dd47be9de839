import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, isoNow, systemClock } from '@opsbook/context';
import { waitOnClock } from '@opsbook/context/testing';
import { FaultBook } from './fault-book.ts';
import type { Fault, Faults } from './faults.ts';
import type { Handler, RouteOptions, SimulatorAnswer, SimulatorRequest } from './handler.ts';
import { readBody, readHead } from './read-request.ts';
import { type FoundRoute, Router } from './router.ts';
import { sendAnswer } from './send-answer.ts';

/** A request that a simulator received; tokens are not masked. */
export interface RecordedRequest extends Omit<SimulatorRequest, 'params'> {
  /** What was answered; undefined when nothing was (yet). */
  status?: number;
  /** When it arrived: UTC ISO 8601, by the simulator's clock. */
  at: string;
}

export interface SimulatorServerOptions {
  /** Where delays and dates come from; default real time. */
  clock?: Clock;
}

/** A real HTTP server on 127.0.0.1 with routes, faults to order and a log of requests: the base of every simulator. */
export class SimulatorServer {
  readonly #clock: Clock;
  readonly #router = new Router();
  readonly #faults = new FaultBook();
  #fallback: Handler = ({ method, path }) => ({
    status: 404,
    body: { error: `the simulator has no ${method} ${path}` },
  });
  #requests: RecordedRequest[] = [];
  #count = 0;
  #server: Server | undefined;
  #port = 0;

  constructor(options: SimulatorServerOptions = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Serves what matches the pattern (`/servers/:id/action`). The pattern with the fewest params wins, among equals the
   * one added last. HEAD is served by the route for GET.
   */
  route(method: string, pattern: string, handler: Handler, options?: RouteOptions): void {
    this.#router.add(method, pattern, handler, options);
  }

  /** Serves what no route matches; default: 404. */
  fallback(handler: Handler): void {
    this.#fallback = handler;
  }

  /** Listens on 127.0.0.1. @param port default: a free one; after a {@link stop}, the same as before */
  async start(port: number = this.#port): Promise<void> {
    const server = createServer((message, response) => {
      this.#serve(message, response).catch(() => response.destroy());
    });
    // Idle connections stay open: closing them would be a fault that nobody ordered.
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Destroys every connection and stops listening. May be called twice. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  /** 0 before the first start. */
  get port(): number {
    return this.#port;
  }

  /** Without a trailing slash. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Every request received, in the order of arrival. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  clearRequests(): void {
    this.#requests = [];
  }

  get fault(): Faults {
    return this.#faults;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = readHead(message, (this.#count += 1));
    const route = this.#router.find(head.method, head.path);
    const request = route?.streamed === true ? head : { ...head, body: await readBody(message) };
    const { params: _, ...received } = request;
    const record: RecordedRequest = { ...received, at: isoNow(this.#clock) };
    this.#requests.push(record);
    const fault: Fault = this.#faults.take(request) ?? { delay: 0 };
    if ('hang' in fault) {
      await waitOnClock(this.#clock, message.socket, Infinity);
      return;
    }
    if ('cut' in fault && fault.cut === 'before') {
      message.socket.destroy();
      return;
    }
    if ('delay' in fault && fault.delay > 0 && !(await waitOnClock(this.#clock, message.socket, fault.delay * 1000)))
      return;
    const given = route?.streamed === true ? { ...request, body: message } : request;
    const answer = 'status' in fault ? fault : await this.#answer(route, given);
    if ('cut' in fault && fault.cut === 'after') {
      message.socket.destroy();
      return;
    }
    record.status = answer.status;
    response.setHeader('date', new Date(this.#clock.now()).toUTCString());
    await sendAnswer(response, answer, 'cut' in fault);
  }

  async #answer(route: FoundRoute | undefined, request: SimulatorRequest): Promise<SimulatorAnswer> {
    try {
      return await (route?.handler ?? this.#fallback)({ ...request, params: route?.params ?? {} });
    } catch (error) {
      return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }
}
