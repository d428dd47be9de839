import { type Clock, systemClock } from '@opsbook/context';
import { type Faults, SimulatorServer } from '@opsbook/http/testing';

/** Something that was posted. */
export interface SimulatedPost {
  /** UTC ISO 8601, by the simulator's clock. */
  at: string;
  /** The JSON, parsed. */
  body: unknown;
}

/** An address that takes JSON and keeps it: a chat room, a pager. */
export class WebhookSimulator {
  readonly #server: SimulatorServer;

  constructor({ clock = systemClock }: { clock?: Clock } = {}) {
    this.#server = new SimulatorServer({ clock });
    this.#server.route('POST', '/hook', () => ({ status: 200, body: 'ok' }));
  }

  async start(): Promise<void> {
    await this.#server.start();
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  get url(): string {
    return `${this.#server.url}/hook`;
  }

  /** What shall go wrong with `POST /hook`: see `Faults` of `@opsbook/http/testing`. */
  get fault(): Faults {
    return this.#server.fault;
  }

  /** What was posted and taken, in order. */
  get posts(): SimulatedPost[] {
    return this.#server.requests.filter(({ status }) => status === 200).map(({ at, body }) => ({ at, body }));
  }
}

/** A simulated webhook that answers: `const sim = await startWebhook({ clock })`. */
export async function startWebhook(options: { clock?: Clock } = {}): Promise<WebhookSimulator> {
  const simulator = new WebhookSimulator(options);
  await simulator.start();
  return simulator;
}
