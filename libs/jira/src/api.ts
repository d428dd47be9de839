import type { Clock, Effect } from '@opsbook/context';
import type { HttpClient, HttpMethod, HttpResponse, QueryValue } from '@opsbook/http';
import type * as cloud from 'jira.js/cloud';
import type { Client, SendRequestOptions } from 'jira.js/core';
import type * as serviceDesk from 'jira.js/serviceDesk';
import * as z from 'zod';
import { checkFrame, readAnswer } from './check-answer.ts';
import { toJiraError } from './error-from-http.ts';
import type { LoginGate } from './login-gate.ts';
import type { Deployment } from './options.ts';

type CloudEndpoints = typeof cloud;
type DeskEndpoints = typeof serviceDesk;

/** One call of the API: what it does, and what may be done with it. */
export interface Call<T> {
  /** What is done to what, for errors, logs and the guard: "create an issue in OPS". */
  label: string;
  /** Default by the method: GET reads, anything else changes. A search by POST is a read. */
  effect?: Effect;
  /** Whether sending it twice does no more than sending it once; default by the method: all but POST. */
  repeatable?: boolean;
  /** What of the answer is used. Jira adds keys at any time: whatever else it holds is ignored. */
  answer: z.ZodType<T>;
  /** `bytes`: the answer is a file. */
  as?: 'bytes';
  /** Seconds for one attempt; default the client's. */
  timeout?: number;
}

/** An answer without a body, or whose body does not matter. */
export const nothing: z.ZodType<void> = z.unknown().transform(() => undefined);

interface ApiOptions {
  deployment: Deployment;
  url: string;
  http: HttpClient;
  clock: Clock;
  /** For credentials whose failures are counted. */
  gate: LoginGate | undefined;
}

/** Runs endpoint functions of jira.js on the transport of `@opsbook/http`. */
export class Api {
  readonly deployment: Deployment;
  /** The base URL, without a slash at the end. */
  readonly url: string;
  readonly #http: HttpClient;
  readonly #clock: Clock;
  readonly #gate: LoginGate | undefined;

  constructor({ deployment, url, http, clock, gate }: ApiOptions) {
    this.#clock = clock;
    this.deployment = deployment;
    this.url = url.replace(/\/+$/, '');
    this.#http = http;
    this.#gate = gate;
  }

  get cloud(): boolean {
    return this.deployment === 'cloud';
  }

  /**
   * Calls an endpoint function of jira.js for the platform, which sends one request, with a client that asks the guard.
   * @throws JiraError for whatever the transport or Jira says; anything else as it was thrown
   */
  async call<T>(call: Call<T>, send: (client: Client, endpoints: CloudEndpoints) => Promise<unknown>): Promise<T> {
    const endpoints = await this.#loaded(() => import('jira.js/cloud'));
    return this.#run(call, (client) => send(client, endpoints));
  }

  /** The same for Service Management. */
  async callDesk<T>(call: Call<T>, send: (client: Client, endpoints: DeskEndpoints) => Promise<unknown>): Promise<T> {
    const endpoints = await this.#loaded(() => import('jira.js/serviceDesk'));
    return this.#run(call, (client) => send(client, endpoints));
  }

  /** For what jira.js has no function: `path` begins with `/rest`. */
  request<T>(call: Call<T>, options: SendRequestOptions): Promise<T> {
    return this.#run(call, (client) => client.sendRequest(options));
  }

  close(): void {
    this.#http.close();
  }

  // jira.js is large: whoever never asks Jira does not wait for it.
  async #loaded<T>(load: () => Promise<T>): Promise<T> {
    const release = this.#clock.hold();
    try {
      return await load();
    } finally {
      release();
    }
  }

  async #run<T>(call: Call<T>, send: (client: Client) => Promise<unknown>): Promise<T> {
    // What the endpoint function makes of the answer is not looked at: its schemas want more than is used here.
    let answer: unknown;
    const client: Client = {
      sendRequest: async <R>(options: SendRequestOptions<R>): Promise<R> => {
        const sent = () => this.#send(call, options);
        answer = this.#gate === undefined ? await sent() : await this.#gate.pass(call.label, sent);
        return answer as R;
      },
    };
    await send(client);
    return answer as T;
  }

  async #send<T>(call: Call<T>, { url, method = 'GET', headers, body, searchParams }: SendRequestOptions): Promise<T> {
    const attempted = { label: call.label, effect: call.effect ?? effectOf(method) };
    try {
      const form = await multipart(body);
      const response = await this.#http.request({
        method,
        url: `${this.url}${this.#pathOf(url)}`,
        ...attempted,
        headers: { ...this.#headersOf(url), ...headers, ...form?.headers },
        ...(body !== undefined && { body: form?.bytes ?? body }),
        ...(searchParams !== undefined && { query: searchParams as Record<string, QueryValue> }),
        ...(call.repeatable !== undefined && { repeatable: call.repeatable }),
        ...(call.timeout !== undefined && { timeout: call.timeout }),
        ...(call.as !== undefined && { answer: call.as }),
      });
      const arrived = call.as === 'bytes' && this.cloud ? await this.#followed(response, call) : response;
      checkFrame(arrived, attempted, call.as);
      return readAnswer(arrived, call.answer, attempted);
    } catch (error) {
      throw toJiraError(error, attempted);
    }
  }

  // Cloud keeps files on another host, which is given a token in the address and must not see the credentials.
  async #followed(response: HttpResponse<unknown>, { label, timeout }: Call<unknown>): Promise<HttpResponse<unknown>> {
    const { location = '' } = response.headers;
    const secure = location.startsWith('https:') || this.url.startsWith('http:');
    if (response.status < 300 || !URL.canParse(location) || !secure) return response;
    try {
      return await this.#http.request({
        method: 'GET',
        url: location,
        label,
        headers: { authorization: undefined },
        answer: 'bytes',
        ...(timeout !== undefined && { timeout }),
      });
    } catch (error) {
      throw toJiraError(error, { label, effect: 'read', elsewhere: true });
    }
  }

  // jira.js knows Cloud's paths; those that are used here are the same in Data Center but for the version.
  #pathOf(url: string): string {
    return this.cloud ? url : url.replace(/^\/rest\/api\/3\//, '/rest/api/2/');
  }

  // Data Center keeps parts of Service Management's API behind this header.
  #headersOf(url: string): Record<string, string> {
    return !this.cloud && url.startsWith('/rest/servicedeskapi/') ? { 'x-experimentalapi': 'opt-in' } : {};
  }
}

const effectOf = (method: HttpMethod): Effect => (method === 'GET' || method === 'HEAD' ? 'read' : 'change');

// The encoding of a form is the platform's own; nothing is sent by this.
async function multipart(body: unknown): Promise<{ bytes: Buffer; headers: Record<string, string> } | undefined> {
  if (!(body instanceof FormData)) return undefined;
  const form = new Response(body);
  return {
    bytes: Buffer.from(await form.arrayBuffer()),
    headers: { 'content-type': form.headers.get('content-type') ?? '' },
  };
}
