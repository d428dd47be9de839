import type { HttpError } from './errors.ts';

const FIRST_BACK_OFF = 0.5;
const LONGEST_BACK_OFF = 30;
const RATE_LIMITED: ReadonlySet<number | undefined> = new Set([429, 503]);
const TRANSIENT: ReadonlySet<number | undefined> = new Set([502, 503, 504]);

export interface RetryRules {
  retries: number;
  /** Seconds. */
  maxRateLimitWait: number;
  random: () => number;
  repeatable: boolean;
}

/** Decides for one request whether a failed attempt is followed by another, and when. */
export class Retries {
  readonly #rules: RetryRules;
  #used = 0;
  #waited = 0;

  constructor(rules: RetryRules) {
    this.#rules = rules;
  }

  /** Seconds until the next attempt; undefined: there is none. */
  after(error: HttpError): number | undefined {
    const { retries, maxRateLimitWait, random } = this.#rules;
    if (!this.#mayRepeat(error)) return undefined;
    const { retryAfter: wait = 0, status } = error;
    // 0, or a date that our clock has passed, names no time to wait for: without the back-off a client would hammer.
    if (wait > 0 && RATE_LIMITED.has(status)) {
      // A wait that is too long is not begun: the service would only refuse again.
      if (this.#waited + wait > maxRateLimitWait) return undefined;
      this.#waited += wait;
      return wait;
    }
    if (this.#used >= retries) return undefined;
    const ceiling = Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** this.#used);
    this.#used += 1;
    return random() * ceiling;
  }

  #mayRepeat({ code, status }: HttpError): boolean {
    switch (code) {
      case 'HTTP_CONNECT':
      case 'HTTP_CONNECT_TIMEOUT':
        return true;
      case 'HTTP_TIMEOUT':
      case 'HTTP_BROKEN':
        return this.#rules.repeatable;
      case 'HTTP_STATUS':
        // 429 refuses a request before anything is done: any method may be repeated.
        return status === 429 || (this.#rules.repeatable && TRANSIENT.has(status));
      case 'HTTP_TLS':
      case 'HTTP_BODY':
      case 'HTTP_ABORTED':
      case 'HTTP_INVALID_REQUEST':
        return false;
    }
  }
}
