import { Secret } from '@opsbook/context';
import { type Api, pathOf } from './api.ts';
import { isStackStormError, refuse } from './errors.ts';

/** `system` is everybody's, `user` that of one user. */
export type KeyScope = 'system' | 'user';

export interface KeyPlace {
  /** Default `system`; `user` where a `user` is given. */
  scope?: KeyScope;
  /** Whose; default the caller's own. Another's for administrators only. */
  user?: string;
}

export interface NewKey extends KeyPlace {
  /** StackStorm keeps texts only. A secret one is stored encrypted. */
  value: string | Secret;
  /** Seconds until it is gone; default never. */
  ttl?: number;
  /** The value was encrypted with StackStorm's key already; for administrators. */
  encrypted?: boolean;
}

export interface Key {
  name: string;
  /** Of a secret one: what is stored, encrypted, unless it was asked to be decrypted. */
  value: string | Secret;
  secret: boolean;
  encrypted: boolean;
  scope: KeyScope;
  user: string | null;
  expiresAt: string | null;
}

/** As the API gives it: st2common/models/api/keyvalue.py. */
interface WireKey {
  id: string;
  name: string;
  value: string;
  secret?: boolean;
  encrypted?: boolean;
  scope: string;
  user?: string;
  expire_timestamp?: string;
}

/** The key-value store. It knows no compare-and-set: of two writers the later one wins, unseen. */
export class Keys {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * @param place with `decrypt`, a secret value comes in the clear, as a `Secret`; of the system's for administrators only
   * @throws STACKSTORM_NOT_FOUND
   */
  async get(name: string, { decrypt, ...place }: KeyPlace & { decrypt?: boolean } = {}): Promise<Key> {
    refuse(`get key ${name}`, nameFaults(name));
    const query = { ...placeQuery(place), decrypt };
    const path = pathOf`/keys/${name}`;
    return toKey(await this.#api.request<WireKey>({ method: 'GET', path, label: `get key ${name}`, query }));
  }

  /** Undefined where there is none. @throws as {@link get}, but for STACKSTORM_NOT_FOUND */
  async find(name: string, place: KeyPlace & { decrypt?: boolean } = {}): Promise<Key | undefined> {
    try {
      return await this.get(name, place);
    } catch (error) {
      if (isStackStormError(error) && error.code === 'STACKSTORM_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** Those whose name begins with the prefix, by default all. */
  async list({
    prefix,
    decrypt,
    ...place
  }: Omit<KeyPlace, 'scope'> & { scope?: KeyScope | 'all'; prefix?: string; decrypt?: boolean } = {}): Promise<Key[]> {
    const query = { ...placeQuery(place), prefix, decrypt };
    return (await this.#api.list<WireKey>({ path: '/keys', label: 'list the keys', query })).map(toKey);
  }

  /**
   * Makes or replaces it, its time to live too.
   * @throws STACKSTORM_BAD_REQUEST where it is secret and StackStorm has no key to encrypt with, STACKSTORM_INVALID_INPUT
   */
  async set(name: string, { value, ttl, encrypted, scope, user }: NewKey): Promise<Key> {
    const faults = nameFaults(name);
    if (ttl !== undefined && !(Number.isInteger(ttl) && ttl > 0)) faults.push('ttl: no number of seconds');
    refuse(`set key ${name}`, faults);
    const body = {
      name,
      value,
      scope: FULL_SCOPE[scopeOf({ scope, user })],
      ...(value instanceof Secret && encrypted !== true && { secret: true }),
      ...(encrypted === true && { encrypted }),
      ...(user !== undefined && { user }),
      ...(ttl !== undefined && { ttl }),
    };
    const path = pathOf`/keys/${name}`;
    return toKey(await this.#api.request<WireKey>({ method: 'PUT', path, label: `set key ${name}`, body }));
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async delete(name: string, place: KeyPlace = {}): Promise<void> {
    refuse(`delete key ${name}`, nameFaults(name));
    const path = pathOf`/keys/${name}`;
    await this.#api.request({ method: 'DELETE', path, label: `delete key ${name}`, query: placeQuery(place) });
  }
}

/** Source: st2common/constants/keyvalue.py. */
const FULL_SCOPE = { system: 'st2kv.system', user: 'st2kv.user', all: 'all' } as const;

/** The router decodes a path before it takes it apart, so it finds no name with a slash: st2common/router.py. */
const nameFaults = (name: string): string[] =>
  name === '' ? ['name: empty'] : name.includes('/') ? ['name: has a slash, which StackStorm does not find'] : [];

const scopeOf = <S extends string>({ scope, user }: { scope?: S | undefined; user?: string | undefined }) =>
  scope ?? (user === undefined ? 'system' : 'user');

const placeQuery = (place: { scope?: KeyScope | 'all'; user?: string }) => ({
  scope: FULL_SCOPE[scopeOf(place)],
  user: place.user,
});

const toKey = (wire: WireKey): Key => {
  const { secret = false, encrypted = false } = wire;
  return {
    name: wire.name,
    value: secret && !encrypted ? new Secret(wire.value) : wire.value,
    secret,
    encrypted,
    scope: wire.scope === FULL_SCOPE.user ? 'user' : 'system',
    user: wire.user ?? null,
    expiresAt: wire.expire_timestamp ?? null,
  };
};
