import type { Clock, Effect } from '@opsbook/context';
import type { HttpClient, HttpRequest, HttpResponse } from '@opsbook/http';
import type { Credentials } from './credentials.ts';
import { faultOf, toStackStormError } from './error-from-http.ts';
import { StackStormError, isStackStormError } from './errors.ts';
import type { Addresses } from './options.ts';

/** One request to StackStorm. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`, its parts encoded: see {@link pathOf}. */
  path: string;
  /** What is done to what, for errors and logs. */
  label: string;
  query?: NonNullable<HttpRequest['query']>;
  headers?: Record<string, string>;
  body?: unknown;
  /** Default: by the method. */
  effect?: Effect;
  /** Whether sending it twice does no more than sending it once; default by the method. */
  repeatable?: boolean;
  /** Default: JSON. */
  answer?: 'text' | 'stream';
  signal?: AbortSignal;
}

export interface ApiSettings {
  addresses: Addresses;
  credentials: Credentials;
  http: HttpClient;
  clock: Clock;
  pageSize: number;
}

/** A path of literal and foreign parts: `` pathOf`/keys/${name}` ``. */
export const pathOf = (literals: TemplateStringsArray, ...parts: string[]): string =>
  String.raw({ raw: literals }, ...parts.map(encodeURIComponent));

/** Sends requests with credentials, and reads what StackStorm answers. */
export class Api {
  readonly #settings: ApiSettings;

  constructor(settings: ApiSettings) {
    this.#settings = settings;
  }

  get clock(): Clock {
    return this.#settings.clock;
  }

  get hasStream(): boolean {
    return this.#settings.addresses.stream !== undefined;
  }

  /** @throws StackStormError for whatever the transport or the service says; anything else as it was thrown */
  async send<T>(operation: Operation): Promise<HttpResponse<T>> {
    const { credentials } = this.#settings;
    const headers = await credentials.headers();
    try {
      return await this.#attempt<T>(operation, headers);
    } catch (error) {
      // A 401 comes before anything is done, so also a change may be sent again: once.
      const refused = isStackStormError(error) && error.code === 'STACKSTORM_UNAUTHORIZED';
      if (!refused || !(await credentials.renew(headers))) throw error;
      return this.#attempt<T>(operation, await credentials.headers());
    }
  }

  async request<T>(operation: Operation): Promise<T> {
    return (await this.send<T>(operation)).body;
  }

  /**
   * Everything of a list, page by page, each thing once though the list may move meanwhile.
   * @param most where to stop; default everything
   */
  async list<T extends { id?: unknown }>(
    operation: Pick<Operation, 'path' | 'label' | 'query'>,
    most = Infinity,
  ): Promise<T[]> {
    const { pageSize } = this.#settings;
    const found = new Map<unknown, T>();
    for (let offset = 0; ; offset += pageSize) {
      const query = { ...operation.query, limit: Math.min(pageSize, most), offset };
      const { body, headers } = await this.send<T[]>({ ...operation, method: 'GET', query });
      const before = found.size;
      for (const item of body) found.set(item.id ?? item, item);
      const total = Number(headers['x-total-count'] ?? Infinity);
      // Lists of keys have no total; a list that knows no offset gives the same again.
      const ended = body.length < query.limit || offset + pageSize >= total || found.size === before;
      if (ended || found.size >= most) return [...found.values()].slice(0, most);
    }
  }

  close(): void {
    this.#settings.http.close();
  }

  async #attempt<T>(operation: Operation, credentials: Awaited<ReturnType<Credentials['headers']>>) {
    const { addresses, http } = this.#settings;
    const { method, path, label, answer, query, body, repeatable, signal } = operation;
    const effect = operation.effect ?? (method === 'GET' ? 'read' : 'change');
    const base = answer === 'stream' ? addresses.stream : addresses.api;
    try {
      const response = await http.request<T>({
        method,
        url: `${base}${path}`,
        label,
        effect,
        headers: { ...operation.headers, ...credentials },
        ...(repeatable !== undefined && { repeatable }),
        ...(query !== undefined && { query }),
        ...(body !== undefined && { body }),
        ...(answer === 'stream' && { answer }),
        ...(signal !== undefined && { signal }),
      });
      checkAnswer(response, operation, effect);
      return response;
    } catch (error) {
      throw toStackStormError(error, { label, effect });
    }
  }
}

// A proxy may answer with a page or a redirect of its own, and a status that is none of an error.
function checkAnswer({ status, url, body, requestId }: HttpResponse<unknown>, operation: Operation, effect: Effect) {
  const { label, answer } = operation;
  const fits = answer !== undefined || typeof body !== 'string';
  if (status < 300 && fits) {
    // Only the cancelling of an execution that cannot be cancelled is answered so: actionexecutions.py.
    const fault = operation.method === 'DELETE' ? faultOf(body) : undefined;
    if (fault === undefined) return;
    const code = fault.endsWith('State = pending.') ? 'STACKSTORM_BAD_REQUEST' : 'STACKSTORM_COMPLETED';
    throw new StackStormError(code, `${label}: ${fault}`, {
      status,
      requestId,
      serviceMessage: fault,
    });
  }
  const what = status >= 300 ? 'a redirect' : 'what is no answer of the API';
  const outcomeUnknown = status < 300 && effect === 'change';
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  const message = `${label}: ${url} answered ${status} with ${what}; is that the address of StackStorm's API?${doubt}`;
  throw new StackStormError('STACKSTORM_UNAVAILABLE', message, { status, requestId, outcomeUnknown });
}
