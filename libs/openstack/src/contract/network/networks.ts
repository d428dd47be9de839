/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cleanUpNetworksAfter, errorOf, externalNetwork, make, post, projectOf, put } from './contract-networks.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';

const NETWORK = [
  'admin_state_up',
  'availability_zone_hints',
  'availability_zones',
  'created_at',
  'description',
  'id',
  'ipv4_address_scope',
  'ipv6_address_scope',
  'l2_adjacency',
  'mtu',
  'name',
  'port_security_enabled',
  'project_id',
  'qos_policy_id',
  'revision_number',
  'router:external',
  'shared',
  'status',
  'subnets',
  'tags',
  'tenant_id',
  'updated_at',
];
const PROVIDER = ['provider:network_type', 'provider:physical_network', 'provider:segmentation_id'];
const refused = (rule: string) => [403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`];

/** Networks and tags. */
export function networksContract(target: TargetOf): void {
  describe('a network', () => {
    cleanUpNetworksAfter(target);
    let own: Json;
    let others: Json;
    beforeAll(async () => {
      own = await make(target().member, 'networks', { name: 'own', description: 'mine' });
      others = await make(target().admin, 'networks', { name: 'others' });
    });

    test('is there at once, with what was asked for', async () => {
      expect(keysOf(own)).toEqual([...NETWORK, 'is_default'].toSorted());
      const { body } = await target().member.neutron('GET', `/networks/${own.id as string}`);
      expect(keysOf(body.network)).toEqual(NETWORK);
      expect(body.network).toMatchObject({
        description: 'mine',
        status: 'ACTIVE',
        admin_state_up: true,
        shared: false,
        'router:external': false,
        subnets: [],
        tags: [],
        project_id: await projectOf(target().member),
        port_security_enabled: true,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
    });

    test('shows admins how it is carried', async () => {
      const { body } = await target().admin.neutron('GET', `/networks/${own.id as string}`);
      expect(keysOf(body.network)).toEqual([...NETWORK, ...PROVIDER].toSorted());
      expect(body.network['provider:network_type']).toEqual(expect.any(String));
    });

    test('of another project does not exist for a member', async () => {
      const path = `/networks/${others.id as string}`;
      const message = `Network ${others.id as string} could not be found.`;
      for (const answer of [
        await target().member.neutron('GET', path),
        await put(target().member, path, { name: 'x' }),
        await target().member.neutron('DELETE', path),
      ]) {
        expect(errorOf(answer)).toEqual([404, 'NetworkNotFound', message]);
      }
      const { body } = await target().member.neutron('GET', '/networks?fields=id');
      expect(body.networks).not.toContainEqual({ id: others.id });
    });

    test('that is external may be seen by members, and not touched', async () => {
      const external = await externalNetwork(target());
      const path = `/networks/${external.id as string}`;
      expect(external).toMatchObject({ 'router:external': true, is_default: expect.any(Boolean) });
      expect(external.project_id).not.toBe(await projectOf(target().member));
      expect(errorOf(await put(target().member, path, { name: 'x' }))).toEqual(refused('rule:update_network'));
      expect(errorOf(await target().member.neutron('DELETE', path))).toEqual(refused('rule:delete_network'));
      const onIt = await post(target().member, 'ports', { network_id: external.id });
      const message = `Tenant ${await projectOf(target().member)} not allowed to create port on this network`;
      expect(errorOf(onIt)).toEqual([403, 'HTTPForbidden', message]);
    });

    test.each(['shared', 'router:external', 'provider:network_type'])('is not given %s by members', async (name) => {
      const value = name === 'provider:network_type' ? 'vxlan' : true;
      const made = await post(target().member, 'networks', { name: 'no', [name]: value });
      expect(errorOf(made)).toEqual(refused(`(rule:create_network and rule:create_network:${name})`));
      if (name === 'provider:network_type') return;
      const changed = await put(target().member, `/networks/${own.id as string}`, { [name]: value });
      expect(errorOf(changed)).toEqual(refused(`(rule:update_network and rule:update_network:${name})`));
    });

    test('is not made for another project by members', async () => {
      const answer = await post(target().member, 'networks', {
        name: 'no',
        project_id: await projectOf(target().admin),
      });
      expect(errorOf(answer)).toEqual([
        400,
        'HTTPBadRequest',
        "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin or advsvc privileges",
      ]);
    });

    test('is changed; what is fixed is refused', async () => {
      const path = `/networks/${own.id as string}`;
      const changed = await put(target().member, path, { description: 'new', mtu: 1400, admin_state_up: false });
      expect(changed.status).toBe(200);
      expect(changed.body.network).toMatchObject({ description: 'new', mtu: 1400, admin_state_up: false });
      expect(changed.body.network.revision_number).toBeGreaterThan(own.revision_number as number);
      const same = await put(target().member, path, {});
      expect(same.body.network.description).toBe('new');
      const fixed = await put(target().member, path, { id: 'x' });
      expect(errorOf(fixed)).toEqual([400, 'HTTPBadRequest', 'Cannot update read-only attribute id']);
      const odd = await put(target().member, path, { odd: 1 });
      expect(errorOf(odd)).toEqual([400, 'HTTPBadRequest', "Unrecognized attribute(s) 'odd'"]);
      const carried = await put(target().admin, path, { 'provider:segmentation_id': 1500 });
      const message = 'Invalid input for operation: Only VLAN type networks can be updated..';
      expect(errorOf(carried)).toEqual([400, 'InvalidInput', message]);
    });

    test('carries tags, all of them set at once or one by one', async () => {
      const { member } = target();
      const path = `/networks/${own.id as string}/tags`;
      const set = await member.neutron('PUT', path, { body: { tags: ['a', 'b'] } });
      expect([set.status, set.body]).toEqual([200, { tags: ['a', 'b'] }]);
      expect((await member.neutron('PUT', `${path}/c`)).status).toBe(201);
      expect((await member.neutron('PUT', `${path}/c`)).status).toBe(201);
      expect((await member.neutron('DELETE', `${path}/a`)).status).toBe(204);
      expect((await member.neutron('GET', `${path}/b`)).status).toBe(204);
      for (const method of ['GET', 'DELETE'] as const) {
        const missing = await member.neutron(method, `${path}/a`);
        expect(errorOf(missing)).toEqual([404, 'TagNotFound', 'Tag a could not be found.']);
      }
      expect((await member.neutron('GET', path)).body.tags.toSorted()).toEqual(['b', 'c']);
      expect((await member.neutron('DELETE', path)).status).toBe(204);
      expect((await member.neutron('GET', path)).body).toEqual({ tags: [] });
      const twice = await member.neutron('PUT', path, { body: { tags: ['a', 'a'] } });
      expect(errorOf(twice)?.[2]).toBe("Invalid input for operation: Duplicate items in the list: 'a'.");
      const bad = await member.neutron('PUT', path, { body: { tag: [] } });
      expect(errorOf(bad)?.[2]).toBe('Invalid input for operation: Invalid tags body.');
      const foreign = await member.neutron('GET', `/networks/${others.id as string}/tags`);
      const message = `Resource networks ${others.id as string} could not be found.`;
      expect(errorOf(foreign)).toEqual([404, 'TagResourceNotFound', message]);
    });

    test('is gone when it is deleted', async () => {
      const { id } = await make(target().member, 'networks', { name: 'gone' });
      expect((await target().member.neutron('DELETE', `/networks/${id as string}`)).status).toBe(204);
      expect((await target().member.neutron('GET', `/networks/${id as string}`)).status).toBe(404);
    });

    test('is made with several others in one request', async () => {
      const names = ['many-1', 'many-2'].map((name) => ({ name: `opsbook-contract-${name}` }));
      const { status, body } = await target().member.neutron('POST', '/networks', { body: { networks: names } });
      expect(status).toBe(201);
      expect(body.networks.map(({ name }: { name: string }) => name)).toEqual(names.map(({ name }) => name));
    });
  });
}
