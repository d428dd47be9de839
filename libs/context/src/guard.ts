/** What a request does to the service: `read` observes, `change` may alter something. */
export type Effect = 'read' | 'change';

/** One request as the guard sees it, before anything is sent. */
export interface GuardedRequest {
  effect: Effect;
  /** One line for people, without secrets: `POST http://nova/v2.1/servers/42/action (os-migrateLive)`. */
  summary: string;
}

/**
 * Decides, request by request, whether a client may send it now.
 * `check` returns, or throws {@link EffectRefused}; it must not do anything else.
 */
export interface Guard {
  check(request: GuardedRequest): void;
}

/** The guard of a client that is used alone: everything may be sent. */
export const unrestricted: Guard = { check: () => undefined };

/** The guard of a client that only ever looks: every change is refused. */
export const readOnly: Guard = {
  check(request) {
    if (request.effect === 'change') throw new EffectRefused(request, 'this client is read-only');
  },
};

/** Why a request was not sent. Nothing left the process. */
export class EffectRefused extends Error {
  readonly code = 'EFFECT_REFUSED';
  readonly kind = 'refused';
  readonly request: GuardedRequest;
  /** The step's path, if the request was made inside one. */
  readonly step: string | undefined;

  constructor(request: GuardedRequest, reason: string, step?: string) {
    super(`refused to send ${request.summary}${step === undefined ? '' : ` in step '${step}'`}: ${reason}`);
    this.name = 'EffectRefused';
    this.request = request;
    this.step = step;
  }
}
