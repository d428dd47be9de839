import { type Clock, unrestricted } from '@opsbook/context';
import { HttpClient, type HttpRequest, type TlsOptions, isHttpError } from '@opsbook/http';

// Answers are looked into without knowing their shape: that is what is under test.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Json;
}

/** Requests to one Icinga as they are, without the client. */
export class Wire {
  readonly #http: HttpClient;

  constructor(baseUrl: string, clock: Clock, tls?: TlsOptions) {
    const context = { clock, guard: unrestricted };
    this.#http = new HttpClient({ baseUrl, context, sendRequestId: false, ...(tls && { tls }) });
  }

  async send(
    method: HttpRequest['method'],
    url: string,
    { body, headers, user = 'root:contract' }: Pick<HttpRequest, 'body' | 'headers'> & { user?: string } = {},
  ): Promise<WireAnswer> {
    const authorization = `Basic ${Buffer.from(user).toString('base64')}`;
    try {
      return await this.#http.request<Json>({
        method,
        url,
        repeatable: false,
        headers: { accept: 'application/json', authorization, ...headers },
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      if (!isHttpError(error) || error.status === undefined) throw error;
      return { status: error.status, headers: error.headers ?? {}, body: error.body };
    }
  }

  query(type: string, body: Json, user?: string): Promise<WireAnswer> {
    const headers = { 'x-http-method-override': 'GET' };
    return this.send('POST', `/v1/objects/${type}`, { body, headers, ...(user !== undefined && { user }) });
  }

  act(action: string, body: Json, user?: string): Promise<WireAnswer> {
    return this.send('POST', `/v1/actions/${action}`, { body, ...(user !== undefined && { user }) });
  }

  close(): void {
    this.#http.close();
  }
}
