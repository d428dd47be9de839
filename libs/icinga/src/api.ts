import type { Effect } from '@opsbook/context';
import type { HttpClient, HttpResponse } from '@opsbook/http';
import { toIcingaError } from './error-from-http.ts';
import { IcingaError } from './errors.ts';
import type { IcingaFilter } from './filter/icinga-filter.ts';

/** An object as the API gives it. */
export interface WireObject<T> {
  /** The full name: `hv1`, `hv1!ssh`, `hv1!<uuid>`. */
  name: string;
  attrs: T;
}

/** What became of an action on one object. */
export interface ActionResult {
  code: number;
  status: string;
  name?: string;
  service_downtimes?: readonly { name: string }[];
}

interface Sending {
  path: string;
  label: string;
  effect: Effect;
  headers?: Record<string, string>;
  body: unknown;
}

/** The two kinds of requests that this library sends. */
export class Api {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Objects of a type. A POST that says it is a GET: a filter may be longer than a URL can be, and its values travel beside it.
   * Source: Icinga 2 documentation, "Icinga 2 API", "Querying Objects" and "Advanced Filters".
   */
  async query<T>(
    type: 'hosts' | 'services' | 'downtimes',
    filter: IcingaFilter,
    label: string,
  ): Promise<WireObject<T>[]> {
    return this.#send<WireObject<T>>({
      path: `/v1/objects/${type}`,
      label,
      effect: 'read',
      headers: { 'x-http-method-override': 'GET' },
      // An empty filter is one that nothing passes.
      body: { ...(filter.expression !== '' && { filter: filter.expression, filter_vars: filter.vars }) },
    });
  }

  /** An action: never repeated, for Icinga schedules a second downtime as readily as the first. */
  async act(action: string, body: Readonly<Record<string, unknown>>, label: string): Promise<ActionResult[]> {
    return this.#send<ActionResult>({ path: `/v1/actions/${action}`, label, effect: 'change', body });
  }

  async #send<T>({ path, label, effect, headers, body }: Sending): Promise<T[]> {
    try {
      const response = await this.#http.request<{ results?: T[] }>({
        method: 'POST',
        url: path,
        label,
        effect,
        repeatable: effect === 'read',
        ...(headers !== undefined && { headers }),
        // Else "missing permission", "bad filter" and "not there" are the same bare 404.
        body: { ...(body as object), verbose: true },
      });
      return resultsOf(response, label, effect);
    } catch (error) {
      throw toIcingaError(error, { label, effect });
    }
  }

  close(): void {
    this.#http.close();
  }
}

// A proxy may answer with a page or a redirect of its own, and a status that is none of an error.
function resultsOf<T>({ status, url, body }: HttpResponse<{ results?: T[] }>, label: string, effect: Effect): T[] {
  const results: unknown = typeof body === 'object' ? (body as { results?: unknown } | null)?.results : undefined;
  if (status < 300 && Array.isArray(results)) return results as T[];
  const what = status >= 300 ? 'a redirect' : 'what is no answer of the API';
  const outcomeUnknown = status < 300 && effect === 'change';
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  const message = `${label}: ${url} answered ${status} with ${what}; is that the address of Icinga's API?${doubt}`;
  throw new IcingaError('ICINGA_UNAVAILABLE', message, { status, outcomeUnknown });
}
