import type { Api } from '../api.ts';
import { refuse } from '../errors.ts';

export interface Tracing {
  /** Names the trace of what comes of it; default one that StackStorm makes up, which nobody is told. */
  traceTag?: string;
}

/** A hook that a rule has declared. */
export interface Webhook {
  /** Below `/v1/webhooks/`. */
  url: string;
  /** The ref of its trigger. */
  trigger: string;
}

/** The way for events into StackStorm. */
export class Webhooks {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Makes an instance of a trigger type. StackStorm answers before any rule has looked, with no id: give a `traceTag` that is the
   * event's own to find what came of it, and, where no answer came (`outcomeUnknown`), whether it arrived. Never sent twice.
   * @throws STACKSTORM_BAD_REQUEST for an unknown type and a payload that does not fit its schema
   */
  async emit(trigger: string, payload: Readonly<Record<string, unknown>>, tracing: Tracing = {}): Promise<void> {
    refuse(`emit ${trigger}`, trigger.includes('.') ? [] : [`trigger: '${trigger}' is no pack.name`]);
    await this.#post('st2', `emit ${trigger}`, { trigger, payload }, tracing);
  }

  /**
   * Posts to a hook that rules have declared; each of them gets `{headers, headers_lower, body}`.
   * @throws STACKSTORM_NOT_FOUND where no rule listens
   */
  async send(hook: string, body: unknown, tracing: Tracing = {}): Promise<void> {
    await this.#post(hook, `post to webhook ${hook}`, body, tracing);
  }

  /** Those that rules listen to. */
  async list(): Promise<Webhook[]> {
    const hooks = await this.#api.request<{ ref: string; parameters: { url: string } }[]>({
      method: 'GET',
      path: '/webhooks',
      label: 'list the webhooks',
    });
    return hooks.map(({ ref, parameters }) => ({ url: parameters.url, trigger: ref }));
  }

  /** Source: st2api/controllers/v1/webhooks.py. */
  async #post(hook: string, label: string, body: unknown, { traceTag }: Tracing): Promise<void> {
    const path = `/webhooks/${hook
      .replace(/^\/+|\/+$/g, '')
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`;
    const headers = traceTag === undefined ? {} : { 'st2-trace-tag': traceTag };
    await this.#api.request({ method: 'POST', path, label, body, headers });
  }
}
