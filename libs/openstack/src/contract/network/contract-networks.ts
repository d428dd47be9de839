/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll } from '@jest/globals';
import { type ContractTarget, PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json, Wire, WireAnswer } from '../wire.ts';

export const ZERO = '00000000-0000-0000-0000-000000000000';

/** A project that nobody has: neutron does not look whether one exists. */
export const NOBODY = 'c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0';

/** Paths of what the contract has made. */
const made: string[] = [];

/** Makes a thing: `await make(wire, 'networks', {name})`. The name gets the contract's prefix. */
export async function make(wire: Wire, collection: string, given: Json): Promise<Json> {
  const answer = await post(wire, collection, given);
  if (answer.status !== 201) throw new Error(`no ${collection}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body[itemOf(collection)];
}

/** The same, whatever comes of it. */
export async function post(wire: Wire, collection: string, given: Json): Promise<WireAnswer> {
  const name = (given as { name?: string }).name;
  const item = { ...given, ...(name !== undefined && { name: `${PREFIX}${name}` }) };
  const answer = await wire.neutron('POST', `/${collection}`, { body: { [itemOf(collection)]: item } });
  const id = answer.body?.[itemOf(collection)]?.id as string | undefined;
  if (id !== undefined) made.push(`/${collection}/${id}`);
  return answer;
}

export const put = (wire: Wire, path: string, given: Json): Promise<WireAnswer> =>
  wire.neutron('PUT', path, { body: { [itemOf(path.split('/')[1] ?? '')]: given } });

const itemOf = (collection: string): string => collection.replaceAll('-', '_').replace(/ies$/, 'y').replace(/s$/, '');

/** An error's type and message; undefined: it is none. */
export const errorOf = ({ status, body }: WireAnswer): [number, string, string] | undefined =>
  body?.NeutronError && [status, body.NeutronError.type, body.NeutronError.message];

export const projectOf = async (wire: Wire): Promise<string> => (await wire.token()).project?.id ?? '';

/** The network that floating IPs come from. */
export async function externalNetwork({ member }: ContractTarget): Promise<Json> {
  const { body } = await member.neutron('GET', '/networks?router:external=true');
  if (body.networks[0] === undefined) throw new Error('the contract needs an external network');
  return body.networks[0];
}

const NAMED = ['floatingips', 'routers', 'ports', 'networks', 'security-groups'];

/** Registers with the group of tests that what it has made goes when it ends, also what other runs left behind. */
export function cleanUpNetworksAfter(target: TargetOf): void {
  afterAll(async () => {
    const { admin } = target();
    for (const collection of NAMED) {
      const { body } = await admin.neutron('GET', `/${collection}`);
      const all = body[collection.replaceAll('-', '_')] as { id: string; name?: string; description: string }[];
      for (const { id, name, description } of all) {
        if (`${name ?? ''} ${description}`.includes(PREFIX)) made.unshift(`/${collection}/${id}`);
      }
    }
    const rank = (path: string) => NAMED.indexOf(path.split('/')[1] ?? '');
    const paths = [...new Set(made.splice(0))].toSorted((a, b) => rank(a) - rank(b));
    for (const path of paths) {
      if (path.startsWith('/routers/')) await loosen(admin, path);
      await admin.neutron('DELETE', path);
    }
  });
}

async function loosen(admin: Wire, router: string): Promise<void> {
  await put(admin, router, { routes: [] });
  const { body } = await admin.neutron('GET', `/ports?device_id=${router.split('/')[2] ?? ''}`);
  for (const { id, device_owner: owner } of body.ports as { id: string; device_owner: string }[]) {
    if (owner !== 'network:router_interface') continue;
    await admin.neutron('PUT', `${router}/remove_router_interface`, { body: { port_id: id } });
  }
}
