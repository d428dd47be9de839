import { type Clock, shared } from '@opsbook/context';
import { type HttpClient, type HttpRequest, type HttpResponse, isHttpError } from '@opsbook/http';
import type { CloudConfig } from '../config/cloud-config.ts';
import { authRequest, scopeOf } from './auth-request.ts';
import { awaitShared } from './await-shared.ts';
import { keystoneRoot } from './cloud-id.ts';
import { deadToken } from './dead-token.ts';
import { toOpenStackError } from './error-from-http.ts';
import { type OpenStackError, isOpenStackError } from './errors.ts';
import { loginError, noKeystone } from './login-error.ts';
import { type Token, type TokenBody, tokenOf } from './token.ts';

// A token that dies while a request is on its way costs a round trip and, in services that call others, a failed action.
const RENEW_BEFORE_MS = 60_000;

// Long enough that the lanes of a run, which all need a token, make one failed login and not one each; short enough that
// whoever unlocks the account or gives it its role need not start anew.
const REFUSED_FOR_MS = 30_000;

/**
 * The login of one cloud: keeps a token, renews it once for all who need it, and sends requests with it.
 *
 * A login that keystone answers with 401 is not tried again for 30 s; whoever needs a token meanwhile gets the same error.
 * Keystone may lock an account after a few failures (`lockout_failure_attempts`), and a run makes many requests.
 */
export class Session {
  readonly config: CloudConfig;
  readonly #http: HttpClient;
  readonly clock: Clock;
  readonly #loginLabel: string;
  #token: Token | undefined;
  #renewal: Promise<Token> | undefined;
  #refused: { error: OpenStackError; until: number } | undefined;

  constructor(config: CloudConfig, http: HttpClient, clock: Clock) {
    this.config = config;
    this.#http = http;
    this.clock = clock;
    this.#loginLabel = `log in to cloud '${config.name}'`;
  }

  /**
   * A token good for another minute at least, if keystone gives any that long. While keystone gives none, the one that there
   * is serves to its end.
   */
  async token(): Promise<Token> {
    const token = this.#token;
    const left = token === undefined ? 0 : token.expiresAt - this.clock.now();
    if (token !== undefined && left > RENEW_BEFORE_MS) return token;
    try {
      return await this.#renew(token);
    } catch (error) {
      if (token !== undefined && token.expiresAt > this.clock.now()) return token;
      throw error;
    }
  }

  /** Logs in anew although the token may still be good. */
  async renew(): Promise<Token> {
    return this.#renew(this.#token);
  }

  /**
   * Sends a request with a token. A 401 says that the token is dead (revoked, or expired on the way) and that nothing was
   * done, so that it is sent once more with a new one, whatever its method; a second 401 is given to the caller. So is the
   * first one of a change that an earlier attempt may have made: another answer would hide that. A token that died in the
   * hands of the service brings a new one too, and the repetition of a read only.
   */
  async send<T>(build: (token: Token) => HttpRequest): Promise<HttpResponse<T>> {
    const token = await this.token();
    const request = build(token);
    try {
      return await this.#http.request<T>(request);
    } catch (error) {
      const dead = isHttpError(error) && !error.outcomeUnknown ? deadToken(error) : undefined;
      if (dead === undefined) throw error;
      const fresh = await this.#renew(token);
      // What was read of an upload cannot be sent again.
      if ((dead === 'on-the-way' && request.effect !== 'read') || request.upload !== undefined) throw error;
      return await this.#http.request<T>(build(fresh));
    }
  }

  // `stale` is the token that did not serve: whoever comes with an older one than ours finds the work done.
  #renew(stale: Token | undefined): Promise<Token> {
    if (this.#token !== undefined && this.#token !== stale) return Promise.resolve(this.#token);
    if (this.#refused !== undefined && this.clock.now() < this.#refused.until)
      return Promise.reject(this.#refused.error);
    this.#renewal ??= shared(async () => {
      try {
        return (this.#token = await this.#login());
      } catch (error) {
        if (isOpenStackError(error) && error.status === 401) {
          this.#refused = { error, until: this.clock.now() + REFUSED_FOR_MS };
        }
        throw error;
      } finally {
        this.#renewal = undefined;
      }
    });
    return awaitShared(this.#renewal, this.#loginLabel);
  }

  async #login(): Promise<Token> {
    const { auth } = this.config;
    const label = this.#loginLabel;
    try {
      return await (auth.type === 'token' && scopeOf(auth) === undefined ? this.#adopt(label) : this.#issue(label));
    } catch (error) {
      const known = toOpenStackError(error, { service: 'identity', label, effect: 'read' });
      if (isOpenStackError(known)) throw loginError(known, this.config);
      throw known;
    }
  }

  async #issue(label: string): Promise<Token> {
    const { headers, body } = await this.#http.request<{ token?: TokenBody } | undefined>({
      method: 'POST',
      url: `${keystoneRoot(this.config.auth.authUrl)}/v3/auth/tokens`,
      body: authRequest(this.config.auth),
      // It leaves nothing behind that anyone could see, and a run that only reads needs it too.
      effect: 'read',
      repeatable: true,
      label,
    });
    const value = headers['x-subject-token'];
    if (value === undefined || body?.token === undefined) throw noKeystone(this.config, 'its answer has no token');
    const token = this.#read(value, body.token);
    return this.config.auth.type === 'token' ? { ...token, expiresAt: Infinity } : token;
  }

  // A given token without a scope in the configuration is used as it is: asking for another would lose its scope.
  async #adopt(label: string): Promise<Token> {
    const given = this.config.auth.token;
    const { body } = await this.#http.request<{ token?: TokenBody } | undefined>({
      method: 'GET',
      url: `${keystoneRoot(this.config.auth.authUrl)}/v3/auth/tokens`,
      headers: { 'x-auth-token': given, 'x-subject-token': given },
      label,
    });
    if (body?.token === undefined) throw noKeystone(this.config, 'its answer has no token');
    return { ...this.#read(given?.reveal() ?? '', body.token), expiresAt: Infinity };
  }

  #read(value: string, body: TokenBody): Token {
    try {
      return tokenOf(value, body, this.clock.now());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw noKeystone(this.config, `its token is of a shape that is not known here: ${error.message}`);
    }
  }
}
