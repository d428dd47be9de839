import { type Context, Secret, scrub } from '@opsbook/context';
import { HttpClient, type TlsOptions, authorization } from '@opsbook/http';
import type { HttpSettings } from './schema/http-schema.ts';
import type { Login } from './schema/login-schema.ts';

/** Characters of an answer that are kept. */
const KEPT = 1000;

/** Shortest path that is masked by itself: a shorter one holds no token, and masking it would take harmless text with it. */
const SHORTEST_PATH = 20;

/** What an address answered. */
export interface WebhookAnswer {
  status: number;
  /** As text, at most 1,000 characters of it. */
  body: string;
}

export interface WebhookOptions {
  name: string;
  url: Secret;
  auth?: Login;
  tls?: TlsOptions;
  context: Context;
  http: HttpSettings;
}

/** An address that takes JSON. */
export class Webhook {
  readonly #name: string;
  readonly #url: Secret;
  readonly #http: HttpClient;

  constructor({ name, url, auth, tls, context, http }: WebhookOptions) {
    this.#name = name;
    this.#url = url;
    meetParts(url);
    const headers = auth === undefined ? {} : { authorization: authorization(auth) };
    this.#http = new HttpClient({ ...http, context, headers, sendRequestId: false, ...(tls !== undefined && { tls }) });
  }

  /**
   * Posts a value as JSON: a change, which is sent once. The address stands in no error and no log.
   * @throws HttpError: `kind`, `status`, and `outcomeUnknown` where it may have arrived
   */
  async post(json: unknown): Promise<WebhookAnswer> {
    const { status, body } = await this.#http.request<Buffer | undefined>({
      method: 'POST',
      url: this.#url.reveal(),
      body: json,
      answer: 'bytes',
      label: `post to the webhook ${this.#name}`,
    });
    return { status, body: scrub(body?.toString('utf8') ?? '').slice(0, KEPT) };
  }

  /** Ends requests and connections. */
  close(): void {
    this.#http.close();
  }
}

/** Errors have the address in its normal form, and answers repeat its path: masking it as it is written would not do. */
function meetParts(url: Secret): void {
  const { href, pathname, search } = new URL(url.reveal());
  for (const part of [href, `${pathname}${search}`, pathname]) if (part.length >= SHORTEST_PATH) new Secret(part);
}
