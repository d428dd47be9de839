import type { Effect } from '@opsbook/context';
import type { HttpClient, HttpRequest, HttpResponse } from '@opsbook/http';
import { type Attempted, toAlertmanagerError } from './error-from-http.ts';
import { AlertmanagerError } from './errors.ts';

/** One request to the API. */
export interface Operation {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v2`. */
  path: string;
  /** What is done to what, for errors and logs: "expire silence 42". */
  label: string;
  query?: NonNullable<HttpRequest['query']>;
  body?: unknown;
  /** Whether sending it twice does no more than sending it once. */
  repeatable: boolean;
  /** What the answer is. */
  answer: 'array' | 'object' | 'nothing';
  /** It is about one silence, which may not be there. */
  aboutSilence?: boolean;
}

export const effectOf = ({ method }: Operation): Effect => (method === 'GET' ? 'read' : 'change');

/** One instance of a cluster. */
export class Instance {
  /** With its path prefix, without a slash at the end. */
  readonly url: string;
  readonly #http: HttpClient;

  constructor(url: string, http: HttpClient) {
    this.url = url;
    this.#http = http;
  }

  /** @throws AlertmanagerError for whatever the transport or the service says; anything else as it was thrown */
  async request<T>(operation: Operation): Promise<T> {
    const { method, path, label, query, body, repeatable, aboutSilence = false } = operation;
    const attempted: Attempted = { label, effect: effectOf(operation), aboutSilence };
    try {
      const response = await this.#http.request<T>({
        method,
        url: `${this.url}/api/v2${path}`,
        label,
        effect: attempted.effect,
        repeatable,
        ...(query !== undefined && { query }),
        ...(body !== undefined && { body }),
      });
      checkAnswer(response, operation);
      return response.body;
    } catch (error) {
      throw toAlertmanagerError(error, attempted);
    }
  }

  close(): void {
    this.#http.close();
  }
}

// A proxy may answer with a page or a redirect of its own, and a status that is none of an error.
function checkAnswer({ status, url, headers, body, requestId }: HttpResponse<unknown>, operation: Operation): void {
  if (status < 300 && fits(body, operation.answer)) return;
  const redirected = status >= 300;
  const what = redirected ? `a redirect to ${headers['location'] ?? 'somewhere'}` : 'what is no answer of the API';
  const outcomeUnknown = !redirected && effectOf(operation) === 'change';
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  const message = `${operation.label}: ${url} answered ${status} with ${what}; is that Alertmanager's address?${doubt}`;
  throw new AlertmanagerError('ALERTMANAGER_UNAVAILABLE', message, { status, requestId, outcomeUnknown });
}

function fits(body: unknown, answer: Operation['answer']): boolean {
  if (answer === 'array') return Array.isArray(body);
  if (answer === 'nothing') return typeof body !== 'string';
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
