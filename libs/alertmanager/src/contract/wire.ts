import { type Clock, unrestricted } from '@opsbook/context';
import { HttpClient, type HttpRequest, isHttpError } from '@opsbook/http';

// Answers are looked into without knowing their shape: that is what is under test.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

/** An answer as it came, whatever its status. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parsed when it is JSON, else the text. */
  body: Json;
}

/** Requests to one Alertmanager as they are, without the client. */
export class Wire {
  readonly #http: HttpClient;

  constructor(url: string, clock: Clock) {
    this.#http = new HttpClient({ baseUrl: url, context: { clock, guard: unrestricted }, sendRequestId: false });
  }

  async send(
    method: HttpRequest['method'],
    url: string,
    { body, query, headers }: Pick<HttpRequest, 'body' | 'query' | 'headers'> = {},
  ): Promise<WireAnswer> {
    try {
      return await this.#http.request<Json>({
        method,
        url,
        repeatable: false,
        ...(body !== undefined && { body }),
        ...(query !== undefined && { query }),
        ...(headers !== undefined && { headers }),
      });
    } catch (error) {
      if (!isHttpError(error) || error.status === undefined) throw error;
      return { status: error.status, headers: error.headers ?? {}, body: error.body };
    }
  }

  close(): void {
    this.#http.close();
  }
}
