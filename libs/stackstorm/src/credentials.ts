import { type Clock, Secret, shared } from '@opsbook/context';
import { type HttpClient, authorization } from '@opsbook/http';
import { toStackStormError } from './error-from-http.ts';
import { StackStormError } from './errors.ts';
import type { StackStormAuth } from './options.ts';

/** A token is renewed when it has less than this left, in seconds: so that none expires under way. */
const SPARE = 60;

interface Token {
  value: Secret;
  /** Milliseconds since the Unix epoch. */
  renewAt: number;
}

export interface CredentialsSettings {
  auth: StackStormAuth;
  /** Where tokens are given, with `/v1`. */
  authUrl: string | undefined;
  http: HttpClient;
  clock: Clock;
}

/** What a request is sent with, so that StackStorm knows who asks. */
export class Credentials {
  readonly #settings: CredentialsSettings;
  #token: Promise<Token> | undefined;

  constructor(settings: CredentialsSettings) {
    this.#settings = settings;
  }

  /** @throws STACKSTORM_UNAUTHORIZED when name or password are refused */
  async headers(): Promise<Record<string, Secret>> {
    const { auth, clock } = this.#settings;
    if ('apiKey' in auth) return { 'st2-api-key': secret(auth.apiKey) };
    if ('token' in auth) return { 'x-auth-token': secret(auth.token) };
    if (this.#token !== undefined && (await this.#token).renewAt <= clock.now()) this.#token = undefined;
    return { 'x-auth-token': (await this.#current()).value };
  }

  /** After a 401 of a request that was sent with these headers. @returns whether it is worth trying again, with others */
  async renew(refused: Record<string, Secret>): Promise<boolean> {
    if (!('username' in this.#settings.auth)) return false;
    const token = await this.#token?.catch(() => undefined);
    // Another request may have renewed it in the meantime.
    if (token?.value === refused['x-auth-token']) this.#token = undefined;
    return true;
  }

  // Several requests that need a token wait for the same one.
  #current(): Promise<Token> {
    this.#token ??= shared(() => this.#login()).catch((error: unknown) => {
      this.#token = undefined;
      throw error;
    });
    return this.#token;
  }

  /** Source: st2auth/controllers/v1/auth.py: basic authentication, and `{ttl}` in the body. */
  async #login(): Promise<Token> {
    const { auth, authUrl, http, clock } = this.#settings;
    if (!('username' in auth)) throw new Error('there is nothing to log in with');
    const label = `log in as ${auth.username}`;
    try {
      const { body, status } = await http.request<{ token?: unknown; expiry?: unknown }>({
        method: 'POST',
        url: `${authUrl}/tokens`,
        headers: { authorization: authorization(auth) },
        body: auth.ttl === undefined ? {} : { ttl: auth.ttl },
        label,
        // Two tokens do no harm.
        effect: 'read',
        repeatable: true,
      });
      const { token, expiry } = typeof body === 'object' ? body : {};
      if (typeof token !== 'string' || typeof expiry !== 'string') {
        const message = `${label}: ${authUrl}/tokens answered ${status} with no token; is that the address of st2auth?`;
        throw new StackStormError('STACKSTORM_UNAVAILABLE', message, { status });
      }
      return { value: new Secret(token), renewAt: renewalOf(expiry, clock.now()) };
    } catch (error) {
      throw toStackStormError(error, { label, effect: 'read' });
    }
  }
}

const secret = (value: Secret | string): Secret => (typeof value === 'string' ? new Secret(value) : value);

/** A minute before its end; of a shorter life, half of it. */
function renewalOf(expiry: string, now: number): number {
  const end = Date.parse(expiry);
  return end - Math.min(SPARE * 1000, (end - now) / 2);
}
