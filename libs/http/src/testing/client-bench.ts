import { type Guard, VirtualClock, unrestricted } from '@opsbook/context';
import { HttpClient } from '../http-client.ts';
import type { HttpClientOptions } from '../http-client-options.ts';
import { HttpError } from '../errors.ts';
import type { HttpResponse } from '../http-request.ts';
import { SimulatorServer } from './simulator-server.ts';

/** A client and a simulator on one virtual clock: where the client's own tests take place. */
export class ClientBench {
  readonly clock = new VirtualClock('2030-01-01T00:00:00.000Z');
  readonly server = new SimulatorServer({ clock: this.clock });
  /** What was logged. */
  readonly log: { line: string; fields: Record<string, unknown> }[] = [];
  readonly #clients: HttpClient[] = [];

  start(): Promise<void> {
    return this.server.start();
  }

  /** A client of the simulator, whose jitter is none: the back-off is 0.5, 1, 2, 4 s. */
  client(options: HttpClientOptions & { guard?: Guard } = {}): HttpClient {
    const { guard = unrestricted, ...rest } = options;
    const log = (line: string, fields: Record<string, unknown>) => this.log.push({ line, fields });
    const context = { clock: this.clock, guard, log, ...rest.context };
    const client = new HttpClient({ baseUrl: this.server.url, random: () => 1, ...rest, context });
    this.#clients.push(client);
    return client;
  }

  /** Seconds since the start. */
  get elapsed(): number {
    return (this.clock.now() - Date.parse('2030-01-01T00:00:00.000Z')) / 1000;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.stop();
  }
}

/** The HttpError that a request ends with. */
export async function httpErrorOf(request: Promise<HttpResponse<unknown>>): Promise<HttpError> {
  const answer = await request.catch((error: unknown) => {
    if (error instanceof HttpError) return error;
    throw error;
  });
  if (answer instanceof HttpError) return answer;
  throw new Error(`the request was answered ${answer.status}`);
}
