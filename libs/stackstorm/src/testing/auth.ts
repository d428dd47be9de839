import { createHash } from 'node:crypto';
import type { Clock } from '@opsbook/context';
import type { SimulatorAnswer, SimulatorRequest } from '@opsbook/http/testing';
import { Refusal, badRequest } from './refusal.ts';
import type { SimulatedUser } from './records.ts';
import { newToken } from './world.ts';

interface Token {
  id: string;
  user: string;
  token: string;
  /** Milliseconds since the Unix epoch. */
  expires: number;
}

/** What is told of a key. */
const hashOf = (key: string): string => createHash('sha512').update(key).digest('hex');

/** Longest life of a token, in seconds. Source: st2common/config.py, `auth.token_ttl`. */
const LONGEST = 24 * 3600;

/** Who asks. Sources: st2auth/controllers/v1/auth.py, st2auth/handlers.py, st2common/util/auth.py, st2common/router.py. */
export class Auth {
  readonly #clock: Clock;
  readonly #users: readonly SimulatedUser[];
  readonly #apiKeys = new Map<string, string>();
  readonly #tokens: Token[] = [];

  constructor(clock: Clock, users: readonly SimulatedUser[]) {
    this.#clock = clock;
    this.#users = users;
  }

  /** A key of a user, who need not be known. */
  addApiKey(user: string): string {
    const key = newToken();
    this.#apiKeys.set(key, user);
    return key;
  }

  addToken(user: string, ttl: number = LONGEST): string {
    const token = newToken();
    const id = newToken().slice(0, 24);
    this.#tokens.push({ id, user, token, expires: this.#clock.now() + ttl * 1000 });
    return token;
  }

  /** Ends a token before its time. */
  revokeToken(token: string): void {
    const index = this.#tokens.findIndex((one) => one.token === token);
    if (index >= 0) this.#tokens.splice(index, 1);
  }

  /** Every token that was given is refused from now on. */
  expireTokens(): void {
    for (const token of this.#tokens) token.expires = this.#clock.now();
  }

  /** @throws Refusal 401 */
  userOf({ headers, query }: SimulatorRequest): SimulatedUser {
    const token = headers['x-auth-token'] ?? query.get('x-auth-token') ?? undefined;
    if (token !== undefined) {
      const found = this.#tokens.find((one) => one.token === token);
      if (found === undefined) throw new Refusal(401, 'Unauthorized');
      if (found.expires <= this.#clock.now()) throw new Refusal(401, 'Unauthorized - Token has expired.');
      return this.#user(found.user);
    }
    const key = headers['st2-api-key'] ?? query.get('st2-api-key') ?? undefined;
    if (key === undefined) throw new Refusal(401, 'Unauthorized - One of Token or API key required.');
    const user = this.#apiKeys.get(key);
    if (user === undefined) throw new Refusal(401, `Unauthorized - ApiKey with key_hash=${hashOf(key)} not found.`);
    return this.#user(user);
  }

  /** `POST /auth/v1/tokens` */
  login({ headers, body }: SimulatorRequest): SimulatorAnswer {
    const [scheme, credentials = ''] = (headers['authorization'] ?? '').split(' ');
    const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
    const known = this.#users.some((user) => user.name === name && user.password === password);
    if (scheme?.toLowerCase() !== 'basic' || !known) throw new Refusal(401, 'Invalid or missing credentials');
    const { ttl } = (body ?? {}) as { ttl?: unknown };
    if (ttl !== undefined && !Number.isInteger(ttl))
      throw badRequest(`${JSON.stringify(ttl)} is not of type 'integer'`);
    const seconds = (ttl as number | undefined) ?? LONGEST;
    if (seconds > LONGEST) throw badRequest(`TTL specified ${seconds} is greater than max allowed ${LONGEST}.`);
    const token = this.addToken(name, seconds);
    const { id, expires } = this.#tokens.find((one) => one.token === token) as Token;
    const expiry = new Date(expires).toISOString().replace('Z', '000Z');
    return { status: 201, body: { id, user: name, token, expiry, metadata: {}, service: false } };
  }

  /** `POST /auth/v1/tokens/validate` */
  validate({ body }: SimulatorRequest): SimulatorAnswer {
    const { token } = (body ?? {}) as { token?: string };
    if (token === undefined || token === '') throw badRequest('Token is not provided.');
    const found = this.#tokens.find((one) => one.token === token);
    return { status: 200, body: { valid: found !== undefined && found.expires > this.#clock.now() } };
  }

  #user(name: string): SimulatedUser {
    return this.#users.find((user) => user.name === name) ?? { name, password: '' };
  }
}
