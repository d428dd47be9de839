import { createHash, generateKeyPairSync } from 'node:crypto';
import { limitsOf } from './compute-quota.ts';
import type { SimulatedKeypair } from './compute-records.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError, policy } from './nova-errors.ts';
import { pageOf } from './nova-paging.ts';
import { micro } from '../world.ts';

const ALLOWED = '@._- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `/os-keypairs`: anyone's own, all for admins. */
export function serveKeypairs(api: NovaApi): void {
  api.route('GET', '/os-keypairs', (call) => {
    const all = keypairsOf(call, ownerOf(call, 'index', call.request.query.get('user_id')));
    const { items, links } = pageOf(call, all, {
      linksKey: 'keypairs_links',
      idOf: ({ name }) => name,
      lost: (marker) => `Marker ${marker} could not be found.`,
    });
    return { status: 200, body: { keypairs: items.map((one) => ({ keypair: short(call, one) })), ...links } };
  });
  api.route('GET', '/os-keypairs/:name', (call) => {
    const found = existing(call, 'show');
    const { serial: id, userId, createdAt } = found;
    const deleted = { deleted: false, deleted_at: null, updated_at: null };
    const keypair = { ...short(call, found), id, user_id: userId, created_at: micro(createdAt), ...deleted };
    return { status: 200, body: { keypair } };
  });
  api.route('POST', '/os-keypairs', create);
  api.route('DELETE', '/os-keypairs/:name', (call) => {
    const found = existing(call, 'delete');
    const { state } = call.world;
    state.keypairs = state.keypairs.filter((one) => one !== found);
    return { status: 204 };
  });
}

interface Given {
  name?: string;
  public_key?: string;
  user_id?: string;
  type?: 'ssh' | 'x509';
}

function create(call: NovaCall) {
  const { world } = call;
  const { keypair: given = {} } = (call.request.body ?? {}) as { keypair?: Given };
  const { name = '', type = 'ssh' } = given;
  if (name === '') throw invalidField('name', '', "'' is too short");
  if (given.public_key === undefined && call.speaks('2.92')) {
    throw invalidField('keypair', given, "'public_key' is a required property");
  }
  const userId = ownerOf(call, 'create', given.user_id ?? null);
  if (!/^[@._\- 0-9a-zA-Z]+$/.test(name)) {
    throw badRequest(`An invalid 'name' value was provided. The name must be: Only expected characters: [${ALLOWED}]`);
  }
  const own = keypairsOf(call, userId);
  const limit = limitsOf(world, call.caller.projectId)['key_pairs'] ?? -1;
  if (limit >= 0 && own.length >= limit) throw novaError(403, 'Quota exceeded, too many key pairs.');
  if (own.some((one) => one.name === name)) throw novaError(409, `Key pair '${name}' already exists.`);
  const made = given.public_key === undefined ? generated() : undefined;
  const publicKey = given.public_key ?? made?.publicKey ?? '';
  const fingerprint = fingerprintOf(publicKey);
  const keypair: SimulatedKeypair = {
    serial: world.ids.number('keypair'),
    name,
    userId,
    type,
    publicKey,
    fingerprint,
    createdAt: world.stamp(),
  };
  world.state.keypairs.push(keypair);
  const key = made && { private_key: made.privateKey };
  return {
    status: call.speaks('2.2') ? 201 : 200,
    body: { keypair: { ...short(call, keypair), user_id: userId, ...key } },
  };
}

function generated(): { publicKey: string; privateKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(crypto.randomUUID()).toString('base64');
  return {
    publicKey: `ssh-rsa ${raw} Generated-by-Nova`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** MD5 of the key's bytes, as OpenSSH used to show it. */
function fingerprintOf(publicKey: string): string {
  const bytes = publicKey.split(' ')[1];
  if (bytes === undefined) throw badRequest('Keypair data is invalid: failed to generate fingerprint');
  const digest = createHash('md5').update(Buffer.from(bytes, 'base64')).digest('hex');
  return digest.replaceAll(/(..)(?!$)/g, '$1:');
}

const short = ({ speaks }: NovaCall, { name, publicKey, fingerprint, type }: SimulatedKeypair): object => ({
  name,
  public_key: publicKey,
  fingerprint,
  ...(speaks('2.2') && { type }),
});

const keypairsOf = ({ world }: NovaCall, userId: string): SimulatedKeypair[] =>
  world.state.keypairs
    .filter((one) => one.userId === userId)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** Whose: the caller's, or for admins whom the request names. */
function ownerOf({ caller }: NovaCall, verb: string, asked: string | null): string {
  if (asked === null || asked === caller.userId) return caller.userId;
  if (!caller.admin) throw policy(`os_compute_api:os-keypairs:${verb}`);
  return asked;
}

function existing(call: NovaCall, verb: string): SimulatedKeypair {
  const userId = ownerOf(call, verb, call.request.query.get('user_id'));
  const name = param(call, 'name');
  const found = keypairsOf(call, userId).find((one) => one.name === name);
  if (found === undefined) throw novaError(404, `Keypair ${name} not found for user ${userId}`);
  return found;
}
