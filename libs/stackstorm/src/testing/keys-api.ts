import type { Call } from './call.ts';
import { window } from './page.ts';
import type { KeyRecord } from './records.ts';
import { badRequest, notFound } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

/** Source: st2common/models/api/keyvalue.py, KeyValuePairSetAPI. */
const KEY = {
  properties: {
    id: { type: 'string' },
    uid: { type: 'string' },
    name: { type: 'string' },
    description: { type: 'string' },
    value: { type: 'string', required: true },
    secret: { type: 'boolean' },
    encrypted: { type: 'boolean' },
    scope: { type: 'string' },
    expire_timestamp: { type: 'string' },
    ttl: { type: 'integer' },
    user: { type: 'string' },
  },
  additionalProperties: false,
};

const SCOPES: Readonly<Record<string, KeyRecord['scope']>> = {
  system: 'st2kv.system',
  'st2kv.system': 'st2kv.system',
  user: 'st2kv.user',
  'st2kv.user': 'st2kv.user',
};

/** What the database has of a key: of a secret one something that stands for AES with a key that nobody has. */
export const storedValue = ({ secret, value }: KeyRecord): string =>
  secret ? Buffer.from(`aes:${value}`).toString('hex').toUpperCase() : value;

/** Source: st2api/controllers/v1/keyvalue.py. */
export function keysApi(routes: Routes, world: World, { encryption }: { encryption: boolean }): void {
  const placeOf = (call: Call, given: { scope?: string | undefined; user?: string | undefined }) => {
    const name = given.scope === 'all' ? 'system' : (given.scope ?? 'system');
    const scope = given.user !== undefined ? 'st2kv.user' : SCOPES[name];
    if (scope === undefined)
      throw badRequest(
        `Scope ${name} is not in allowed scopes list: ['system', 'user', 'st2kv.system', 'st2kv.user'].`,
      );
    if (given.user !== undefined && given.user !== call.user.name)
      call.demandAdmin('"user" attribute can only be provided by admins when RBAC is enabled');
    return { scope, user: scope === 'st2kv.user' ? (given.user ?? call.user.name) : '' };
  };
  const find = (call: Call): KeyRecord => {
    const place = placeOf(call, { scope: call.text('scope'), user: call.text('user') });
    const name = call.param('name');
    const found = world
      .liveKeys()
      .find((key) => key.scope === place.scope && key.user === place.user && key.name === name);
    if (found === undefined) {
      const ref = place.user === '' ? name : `${place.user}:${name}`;
      throw notFound(`The key "${ref}" does not exist in the StackStorm datastore.`);
    }
    return found;
  };
  const wire = (key: KeyRecord, decrypt: boolean) => ({
    id: key.id,
    uid: `key_value_pair:${key.scope}:${key.user === '' ? '' : `${key.user}:`}${key.name}`,
    name: key.name,
    value: decrypt ? key.value : storedValue(key),
    secret: key.secret,
    encrypted: key.secret && !decrypt,
    scope: key.scope,
    ...(key.user !== '' && { user: key.user }),
    ...(key.expires !== undefined && { expire_timestamp: world.iso(key.expires) }),
  });

  routes.add('GET', '/keys', (call) => {
    const given = call.text('scope') ?? 'system';
    const all = given === 'all' && call.text('user') === undefined;
    const { scope, user } = placeOf(call, { scope: given, user: call.text('user') });
    const decrypt = call.flag('decrypt');
    if (decrypt && scope !== 'st2kv.user') call.demandAdmin('Decrypt option requires administrator access');
    const own = all ? call.user.name : user;
    const wanted = world.liveKeys().filter((key) => key.name.startsWith(call.text('prefix') ?? ''));
    const { limit, offset } = window(call);
    const part = (of: KeyRecord['scope'], whose: string) =>
      wanted
        .filter((key) => key.scope === of && key.user === whose)
        .slice(offset, limit === 0 ? undefined : offset + limit);
    // Two lists, each with the limit of its own, and no count of the whole.
    const found = [
      ...(all || scope === 'st2kv.system' ? part('st2kv.system', '') : []),
      ...(all || scope === 'st2kv.user' ? part('st2kv.user', own) : []),
    ];
    return { status: 200, body: found.map((key) => wire(key, decrypt)) };
  });
  routes.add('GET', '/keys/:name', (call) => ({ status: 200, body: wire(find(call), call.flag('decrypt')) }));
  routes.add('PUT', '/keys/:name', (call) => {
    const body = call.body<{
      value: string;
      secret?: boolean;
      encrypted?: boolean;
      scope?: string;
      user?: string;
      ttl?: number;
    }>(KEY);
    const place = placeOf(call, { scope: body.scope, user: body.scope?.endsWith('user') ? body.user : undefined });
    const name = call.param('name');
    const secret = body.secret === true || body.encrypted === true;
    if (body.encrypted === true) call.demandAdmin('Pre-encrypted option requires administrator access');
    if (secret && !encryption)
      throw badRequest(
        `Crypto key not found in /etc/st2/keys/datastore_key.json. Unable to encrypt / decrypt value for key ${name}.`,
      );
    const opened = body.encrypted === true ? Buffer.from(body.value, 'hex').toString() : `aes:${body.value}`;
    if (!opened.startsWith('aes:'))
      throw badRequest(
        `Failed to verify the integrity of the provided value for key "${name}". Ensure that the value is encrypted ` +
          'with the correct key and not corrupted.',
      );
    const before = world
      .liveKeys()
      .find((key) => key.scope === place.scope && key.user === place.user && key.name === name);
    const key: KeyRecord = {
      ...place,
      id: before?.id ?? world.newId(),
      name,
      value: opened.slice('aes:'.length),
      secret,
      expires: body.ttl === undefined || body.ttl === 0 ? undefined : world.clock.now() + body.ttl * 1000,
    };
    world.keys = [...world.keys.filter((one) => one !== before), key];
    return { status: 200, body: wire(key, false) };
  });
  routes.add('DELETE', '/keys/:name', (call) => {
    const key = find(call);
    world.keys = world.keys.filter((one) => one !== key);
    return { status: 204 };
  });
}
