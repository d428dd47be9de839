import { type Clock, systemClock } from '@opsbook/context';
import {
  type Faults,
  type RecordedRequest,
  type SimulatorAnswer,
  type SimulatorRequest,
  SimulatorServer,
} from '@opsbook/http/testing';
import { type Answered, wireAnswer } from './answered.ts';
import { Refusal, stepsOf, timeOf } from './fields.ts';
import { syntaxFault } from './syntax-fault.ts';

export interface PrometheusSimulatorOptions {
  /** Where time comes from; default real time. */
  clock?: Clock;
}

/** One Prometheus 2.42 as a real HTTP server on 127.0.0.1. It evaluates nothing: the test says what an expression gives. */
export class PrometheusSimulator {
  readonly #server: SimulatorServer;
  readonly #clock: Clock;
  readonly #answers = new Map<string, Answered | (() => Answered)>();

  constructor({ clock = systemClock }: PrometheusSimulatorOptions = {}) {
    this.#clock = clock;
    this.#server = new SimulatorServer({ clock });
    for (const method of ['GET', 'POST']) {
      this.#server.route(method, '/api/v1/query', (request) => this.#serve(request, false));
      this.#server.route(method, '/api/v1/query_range', (request) => this.#serve(request, true));
    }
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    this.#server.fallback(() => ({ status: 404, headers, body: '404 page not found\n' }));
  }

  /** @param port default: a free one */
  async start(port?: number): Promise<void> {
    await this.#server.start(port);
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  get url(): string {
    return this.#server.url;
  }

  /** What shall go wrong with requests: see `Faults` of `@opsbook/http/testing`. */
  get fault(): Faults {
    return this.#server.fault;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#server.requests;
  }

  /**
   * Says what an expression gives, from now on; the latest counts. It is known by its text, spaces around it aside. An
   * expression that nothing was said about gives an empty vector, as a series that does not exist.
   * @param answer a scalar, a vector (`[]` for one without series), or what gives it anew for each request
   */
  answer(expression: string, answer: Answered | (() => Answered)): void {
    this.#answers.set(expression.trim(), answer);
  }

  /** The expressions that were asked for, in order. */
  get asked(): string[] {
    return this.requests.map((request) => fieldsOf(request).get('query') ?? '');
  }

  #serve(request: SimulatorRequest, range: boolean): SimulatorAnswer {
    const fields = fieldsOf(request);
    try {
      const now = this.#clock.now() / 1000;
      const asked = range
        ? { time: now, steps: stepsOf(fields) }
        : { time: fields.has('time') ? timeOf(fields, 'time') : now };
      const expression = fields.get('query') ?? '';
      const fault = syntaxFault(expression);
      if (fault !== undefined) throw new Refusal(`invalid parameter "query": ${fault}`);
      const answer = this.#answers.get(expression.trim()) ?? [];
      return wireAnswer(typeof answer === 'function' ? answer() : answer, asked);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 400, body: { status: 'error', errorType: 'bad_data', error: error.message } };
    }
  }
}

const fieldsOf = ({ query, body }: Pick<SimulatorRequest, 'query' | 'body'>): URLSearchParams =>
  new URLSearchParams([...query, ...new URLSearchParams(typeof body === 'string' ? body : '')]);

/** A simulated Prometheus that answers: `const sim = await startPrometheus({ clock })`. */
export async function startPrometheus(options: PrometheusSimulatorOptions = {}): Promise<PrometheusSimulator> {
  const simulator = new PrometheusSimulator(options);
  await simulator.start();
  return simulator;
}
