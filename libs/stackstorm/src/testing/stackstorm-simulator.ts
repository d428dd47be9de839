import { type Clock, systemClock } from '@opsbook/context';
import { type Faults, type RecordedRequest, SimulatorServer } from '@opsbook/http/testing';

/** One Stackstorm as a real HTTP server on 127.0.0.1. It does what the real service was seen to do, and nothing else. */
export class StackstormSimulator {
  readonly #server: SimulatorServer;
  version = '1.0';

  constructor(clock: Clock) {
    this.#server = new SimulatorServer({ clock });
    this.#server.route('GET', '/api/status', () => ({ status: 200, body: { version: this.version } }));
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

  start(): Promise<void> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

/** @param clock default real time */
export async function startStackstorm({ clock = systemClock }: { clock?: Clock } = {}): Promise<StackstormSimulator> {
  const simulator = new StackstormSimulator(clock);
  await simulator.start();
  return simulator;
}
