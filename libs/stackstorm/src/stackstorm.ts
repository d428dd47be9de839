import { type Context, defaultContext } from '@opsbook/context';
import { HttpClient } from '@opsbook/http';
import { toStackstormError } from './errors.ts';

export interface StackstormOptions {
  /** `https://stackstorm.example.com`, without the API's own path. */
  url: string;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
}

/** A client of one Stackstorm. Made by {@link stackstorm}. */
export class StackstormClient {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** @throws STACKSTORM_UNAVAILABLE */
  async version(): Promise<string> {
    try {
      const { body } = await this.#http.request<{ version: string }>({ method: 'GET', url: '/api/status' });
      return body.version;
    } catch (error) {
      throw toStackstormError(error, 'ask for the version');
    }
  }

  /** Ends requests and connections. */
  close(): void {
    this.#http.close();
  }
}

/** A client. Nothing is sent before its first request. */
export function stackstorm({ url, context = defaultContext }: StackstormOptions): StackstormClient {
  return new StackstormClient(new HttpClient({ baseUrl: url.replace(/\/+$/, ''), context }));
}
