/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ZERO, cleanUpNetworksAfter, errorOf, make, post, put } from './contract-networks.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';

const SUBNET = [
  'allocation_pools',
  'cidr',
  'created_at',
  'description',
  'dns_nameservers',
  'enable_dhcp',
  'gateway_ip',
  'host_routes',
  'id',
  'ip_version',
  'ipv6_address_mode',
  'ipv6_ra_mode',
  'name',
  'network_id',
  'project_id',
  'revision_number',
  'service_types',
  'subnetpool_id',
  'tags',
  'tenant_id',
  'updated_at',
];

/** Subnets. */
export function subnetsContract(target: TargetOf): void {
  describe('a subnet', () => {
    cleanUpNetworksAfter(target);
    let network: Json;
    let foreign: Json;
    let own: Json;
    beforeAll(async () => {
      network = await make(target().member, 'networks', { name: 'subnets' });
      foreign = await make(target().admin, 'networks', { name: 'foreign' });
      own = await make(target().member, 'subnets', {
        name: 'own',
        network_id: network.id,
        ip_version: 4,
        cidr: '10.99.0.5/24',
        dns_nameservers: ['192.0.2.1'],
        host_routes: [{ destination: '10.1.0.0/16', nexthop: '10.99.0.9' }],
        allocation_pools: [{ start: '10.99.0.11', end: '10.99.0.20' }],
      });
    });
    const wanted = (more: object) =>
      post(target().member, 'subnets', { network_id: network.id, ip_version: 4, cidr: '10.98.0.0/24', ...more });
    const without = (...names: string[]) => {
      const body: Record<string, unknown> = { network_id: network.id, ip_version: 4, cidr: '10.98.0.0/24' };
      return post(
        target().member,
        'subnets',
        Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name))),
      );
    };

    test('is there at once, its CIDR put right and the first address its gateway', async () => {
      const { body } = await target().member.neutron('GET', `/subnets/${own.id as string}`);
      expect(keysOf(body.subnet)).toEqual(SUBNET);
      expect(body.subnet).toMatchObject({
        cidr: '10.99.0.0/24',
        gateway_ip: '10.99.0.1',
        enable_dhcp: true,
        allocation_pools: [{ start: '10.99.0.11', end: '10.99.0.20' }],
        dns_nameservers: ['192.0.2.1'],
        host_routes: [{ destination: '10.1.0.0/16', nexthop: '10.99.0.9' }],
        ip_version: 4,
        ipv6_ra_mode: null,
        subnetpool_id: null,
      });
      const seen = await target().member.neutron('GET', `/networks/${network.id as string}`);
      expect(seen.body.network.subnets).toContain(own.id);
    });

    test.each([
      [{ gateway_ip: null }, null, [{ start: '10.98.0.1', end: '10.98.0.254' }]],
      [{}, '10.98.0.1', [{ start: '10.98.0.2', end: '10.98.0.254' }]],
      [
        { gateway_ip: '10.98.0.9' },
        '10.98.0.9',
        [
          { start: '10.98.0.1', end: '10.98.0.8' },
          { start: '10.98.0.10', end: '10.98.0.254' },
        ],
      ],
      [
        { ip_version: 6, cidr: 'fd00:98::/64' },
        'fd00:98::',
        [{ start: 'fd00:98::1', end: 'fd00:98::ffff:ffff:ffff:ffff' }],
      ],
      [
        { ip_version: 6, cidr: 'fd00:98::/64', ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' },
        'fd00:98::',
        [{ start: 'fd00:98::1', end: 'fd00:98::ffff:ffff:ffff:ffff' }],
      ],
    ])('gives out what its gateway leaves: %j', async (more, gateway, pools) => {
      const { body } = await wanted({
        // Addresses that servers make themselves want it.
        enable_dhcp: 'ipv6_ra_mode' in more,
        ...more,
      });
      expect(body.subnet.gateway_ip).toBe(gateway);
      expect(body.subnet.allocation_pools).toEqual(expect.arrayContaining(pools));
      expect(body.subnet.allocation_pools).toHaveLength(pools.length);
      expect((await target().member.neutron('DELETE', `/subnets/${body.subnet.id as string}`)).status).toBe(204);
    });

    test('is refused without what it needs', async () => {
      expect(errorOf(await without('network_id'))?.[2]).toBe(
        "Failed to parse request. Required attribute 'network_id' not specified",
      );
      expect(errorOf(await without('ip_version'))?.[2]).toBe(
        "Failed to parse request. Required attribute 'ip_version' not specified",
      );
      const message = 'Bad subnets request: a subnetpool must be specified in the absence of a cidr.';
      expect(errorOf(await without('cidr'))).toEqual([400, 'BadRequest', message]);
    });

    test('is not made in a network that is not there for the project', async () => {
      for (const id of [ZERO, foreign.id as string]) {
        const message = `Network ${id} could not be found.`;
        expect(errorOf(await wanted({ network_id: id }))).toEqual([404, 'NetworkNotFound', message]);
      }
    });

    test.each<[object, number, string, string]>([
      [
        { cidr: '10.98.0.0/33' },
        400,
        'InvalidInput',
        'Invalid input for operation: 10.98.0.0/33 is not in a CIDR format.',
      ],
      [
        { ip_version: 6 },
        400,
        'InvalidInput',
        "Invalid input for operation: cidr '10.98.0.0/24' does not match the ip_version '6'.",
      ],
      [
        { allocation_pools: [{ start: '10.97.0.2', end: '10.97.0.9' }] },
        400,
        'OutOfBoundsAllocationPool',
        'The allocation pool 10.97.0.2-10.97.0.9 spans beyond the subnet cidr 10.98.0.0/24.',
      ],
      [
        { gateway_ip: '10.98.0.5', allocation_pools: [{ start: '10.98.0.2', end: '10.98.0.9' }] },
        409,
        'GatewayConflictWithAllocationPools',
        'Gateway ip 10.98.0.5 conflicts with allocation pool 10.98.0.2-10.98.0.9.',
      ],
    ])('is refused as %j', async (more, ...error) => {
      expect(errorOf(await wanted(more))).toEqual(error);
    });

    test('does not overlap another one of the network', async () => {
      const message = `Invalid input for operation: Requested subnet with cidr: 10.99.0.0/25 for network: ${network.id as string} overlaps with another subnet.`;
      expect(errorOf(await wanted({ cidr: '10.99.0.0/25' }))).toEqual([400, 'InvalidInput', message]);
    });

    test('is changed, but for its CIDR', async () => {
      const path = `/subnets/${own.id as string}`;
      const pools = [{ start: '10.99.0.11', end: '10.99.0.30' }];
      const changed = await put(target().member, path, { dns_nameservers: [], allocation_pools: pools });
      expect(changed.body.subnet).toMatchObject({ dns_nameservers: [], allocation_pools: pools });
      const fixed = await put(target().member, path, { cidr: '10.97.0.0/24' });
      expect(errorOf(fixed)).toEqual([400, 'HTTPBadRequest', 'Cannot update read-only attribute cidr']);
      const taken = await put(target().member, path, { gateway_ip: '10.99.0.15' });
      expect(errorOf(taken)?.slice(0, 2)).toEqual([409, 'GatewayConflictWithAllocationPools']);
      expect((await put(target().member, path, { gateway_ip: null })).body.subnet.gateway_ip).toBeNull();
      expect((await put(target().member, path, { gateway_ip: '10.99.0.1' })).body.subnet.gateway_ip).toBe('10.99.0.1');
    });

    test('is found by what it is', async () => {
      const query = `network_id=${network.id as string}&cidr=10.99.0.0/24&ip_version=4&enable_dhcp=true&gateway_ip=10.99.0.1`;
      const { body } = await target().member.neutron('GET', `/subnets?${query}&fields=id`);
      expect(body.subnets).toEqual([{ id: own.id }]);
    });
  });
}
