/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return, typescript/no-unsafe-call
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ZERO, cleanUpNetworksAfter, errorOf, make, post, put } from './contract-networks.ts';
import { PREFIX, type TargetOf, keysOf, until } from '../contract-target.ts';
import type { Json } from '../wire.ts';

const PORT = [
  'admin_state_up',
  'allowed_address_pairs',
  'binding:vnic_type',
  'created_at',
  'description',
  'device_id',
  'device_owner',
  'extra_dhcp_opts',
  'fixed_ips',
  'id',
  'ip_allocation',
  'mac_address',
  'name',
  'network_id',
  'port_security_enabled',
  'project_id',
  'qos_network_policy_id',
  'qos_policy_id',
  'revision_number',
  'security_groups',
  'status',
  'tags',
  'tenant_id',
  'updated_at',
];
const BINDING = ['binding:host_id', 'binding:profile', 'binding:vif_details', 'binding:vif_type', 'resource_request'];

/** Ports, DHCP's and those that are plugged in. */
export function portsContract(target: TargetOf): void {
  describe('a port', () => {
    cleanUpNetworksAfter(target);
    let network: Json;
    let foreign: Json;
    let subnet: Json;
    let own: Json;
    beforeAll(async () => {
      network = await make(target().member, 'networks', { name: 'ports' });
      foreign = await make(target().admin, 'networks', { name: 'foreign' });
      const shape = { network_id: network.id, ip_version: 4, cidr: '10.99.0.0/24' };
      subnet = await make(target().member, 'subnets', shape);
      await until(target(), dhcpPorts, (ports) => ports.length > 0);
      own = await make(target().member, 'ports', { name: 'own', network_id: network.id });
    });
    const dhcpPorts = async (): Promise<Json[]> =>
      (await target().member.neutron('GET', `/ports?network_id=${network.id as string}&device_owner=network:dhcp`)).body
        .ports;
    const look = async (): Promise<Json> =>
      (await target().admin.neutron('GET', `/ports/${own.id as string}`)).body.port;
    const wanted = (more: object) => post(target().member, 'ports', { network_id: network.id, ...more });
    const path = () => `/ports/${own.id as string}`;

    test('of a DHCP agent comes by itself, without protection, and comes again', async () => {
      const [port] = await dhcpPorts();
      expect(port).toMatchObject({
        name: '',
        fixed_ips: [{ subnet_id: subnet.id }],
        security_groups: [],
        port_security_enabled: false,
        device_id: expect.stringContaining(network.id as string),
      });
      await until(target(), dhcpPorts, ([one]) => one?.status === 'ACTIVE');
      expect((await target().member.neutron('DELETE', `/ports/${port.id as string}`)).status).toBe(204);
      await put(target().member, `/subnets/${subnet.id as string}`, { description: 'look again' });
      const [again] = await until(target(), dhcpPorts, ([one]) => one !== undefined && one.id !== port.id);
      expect(again.status).toMatch(/^(DOWN|BUILD|ACTIVE)$/);
    });

    test('has an address of the subnet and the default security group, and is DOWN', async () => {
      const { body } = await target().member.neutron('GET', path());
      expect(keysOf(body.port)).toEqual(PORT);
      expect(body.port).toMatchObject({
        status: 'DOWN',
        device_id: '',
        device_owner: '',
        admin_state_up: true,
        fixed_ips: [{ subnet_id: subnet.id, ip_address: expect.stringMatching(/^10\.99\.0\.\d+$/) }],
        mac_address: expect.stringMatching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/),
        security_groups: [expect.any(String)],
        port_security_enabled: true,
        'binding:vnic_type': 'normal',
        allowed_address_pairs: [],
      });
      expect(keysOf(await look())).toEqual([...PORT, ...BINDING].toSorted());
      expect(await look()).toMatchObject({
        'binding:host_id': '',
        'binding:vif_type': 'unbound',
        'binding:profile': {},
      });
    });

    test('is refused an address, a MAC or a group that is taken or not there', async () => {
      const [{ ip_address: address }] = own.fixed_ips;
      expect(errorOf(await wanted({ fixed_ips: [{ ip_address: address }] }))).toEqual([
        409,
        'IpAddressAlreadyAllocated',
        `IP address ${address as string} already allocated in subnet ${subnet.id as string}`,
      ]);
      expect(errorOf(await wanted({ mac_address: own.mac_address }))).toEqual([
        409,
        'MacAddressInUse',
        `Unable to complete operation for network ${network.id as string}. The mac address ${own.mac_address as string} is in use.`,
      ]);
      expect(errorOf(await wanted({ fixed_ips: [{ ip_address: '192.0.2.9' }] }))).toEqual([
        400,
        'InvalidIpForNetwork',
        'IP address 192.0.2.9 is not a valid IP for any of the subnets on the specified network.',
      ]);
      const noSubnet = await wanted({ fixed_ips: [{ subnet_id: ZERO }] });
      expect(errorOf(noSubnet)).toEqual([404, 'SubnetNotFound', `Subnet ${ZERO} could not be found.`]);
      const noGroup = await wanted({ security_groups: [ZERO] });
      expect(errorOf(noGroup)).toEqual([404, 'SecurityGroupNotFound', `Security group ${ZERO} does not exist`]);
    });

    test('is one of several that are made, or none of them is', async () => {
      const ports = (address: string) => ({
        ports: ['several-1', 'several-2'].map((name, at) => ({
          network_id: network.id,
          name: `${PREFIX}${name}`,
          ...(at === 1 && { fixed_ips: [{ ip_address: address }] }),
        })),
      });
      const { member } = target();
      const refused = await member.neutron('POST', '/ports', { body: ports('192.0.2.9') });
      expect(errorOf(refused)?.slice(0, 2)).toEqual([400, 'InvalidIpForNetwork']);
      const none = await member.neutron('GET', `/ports?name=${PREFIX}several-1`);
      expect(none.body.ports).toEqual([]);
      const made = await member.neutron('POST', '/ports', { body: ports('10.99.0.77') });
      expect(made.status).toBe(201);
      expect(made.body.ports.map(({ name }: Json) => name as string)).toEqual([
        `${PREFIX}several-1`,
        `${PREFIX}several-2`,
      ]);
      for (const { id } of made.body.ports as Json[]) await member.neutron('DELETE', `/ports/${id as string}`);
    });

    test('is not made where the project has no network, nor plugged in by members', async () => {
      for (const id of [ZERO, foreign.id as string]) {
        expect(errorOf(await wanted({ network_id: id }))?.slice(0, 2)).toEqual([404, 'NetworkNotFound']);
      }
      const missing = await post(target().member, 'ports', {});
      expect(errorOf(missing)?.[2]).toBe("Failed to parse request. Required attribute 'network_id' not specified");
      expect(errorOf(await wanted({ 'binding:host_id': target().host }))).toEqual([
        403,
        'PolicyNotAuthorized',
        '(rule:create_port and rule:create_port:binding:host_id) is disallowed by policy',
      ]);
    });

    test('is changed: pairs get its MAC address, and keep its protection on', async () => {
      const { member } = target();
      const pairs = [{ ip_address: '10.99.0.200' }];
      const device = { device_id: 'contract', device_owner: 'compute:nova' };
      const changed = await put(member, path(), { allowed_address_pairs: pairs, security_groups: [], ...device });
      expect(changed.body.port).toMatchObject({
        allowed_address_pairs: [{ ip_address: '10.99.0.200', mac_address: own.mac_address }],
        security_groups: [],
        ...device,
      });
      expect(errorOf(await put(member, path(), { port_security_enabled: false }))).toEqual([
        409,
        'AddressPairAndPortSecurityRequired',
        'Port Security must be enabled in order to have allowed address pairs on a port.',
      ]);
      const bare = await put(member, path(), { allowed_address_pairs: [], port_security_enabled: false });
      expect(bare.body.port.port_security_enabled).toBe(false);
      const moved = await put(member, path(), { fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.99.0.50' }] });
      expect(moved.body.port.fixed_ips).toEqual([{ subnet_id: subnet.id, ip_address: '10.99.0.50' }]);
    });

    test.each([
      'device_id=contract',
      'device_owner=compute:nova&device_id=contract',
      'fixed_ips=ip_address%3D10.99.0.50',
      'fixed_ips=ip_address_substr%3D99.0.5&device_id=contract',
      'status=DOWN&device_id=contract',
      'admin_state_up=true&device_id=contract',
    ])('is found by %s', async (query) => {
      const { body } = await target().member.neutron('GET', `/ports?fields=id&${query}`);
      expect(body.ports).toEqual([{ id: own.id }]);
    });

    test('is found by its subnet and by its group', async () => {
      const on = await target().member.neutron('GET', `/ports?fields=id&fixed_ips=subnet_id%3D${subnet.id as string}`);
      expect(on.body.ports).toContainEqual({ id: own.id });
      const group = await make(target().member, 'security-groups', { name: 'ports' });
      await put(target().member, path(), { port_security_enabled: true, security_groups: [group.id] });
      const { body } = await target().member.neutron('GET', `/ports?fields=id&security_groups=${group.id as string}`);
      expect(body.ports).toEqual([{ id: own.id }]);
      expect(errorOf(await target().member.neutron('DELETE', `/security-groups/${group.id as string}`))).toEqual([
        409,
        'SecurityGroupInUse',
        `Security Group ${group.id as string} in use.`,
      ]);
      await put(target().member, path(), { security_groups: [] });
    });

    test('is plugged in by an agent some time after it was bound to a host', async () => {
      const bound = await put(target().admin, path(), { 'binding:host_id': target().host });
      expect(bound.body.port).toMatchObject({ status: 'DOWN', 'binding:host_id': target().host });
      expect(bound.body.port['binding:vif_type']).not.toMatch(/unbound|binding_failed/);
      await until(target(), look, ({ status }) => status === 'ACTIVE');
      const nowhere = await put(target().admin, path(), { 'binding:host_id': 'no-such-host' });
      expect(nowhere.body.port['binding:vif_type']).toBe('binding_failed');
      const off = await put(target().admin, path(), { 'binding:host_id': '' });
      expect(off.body.port).toMatchObject({ 'binding:vif_type': 'unbound', status: 'DOWN' });
    });

    test('keeps its network and its subnet from being deleted', async () => {
      const held = await target().member.neutron('DELETE', `/networks/${network.id as string}`);
      expect(errorOf(held)).toEqual([
        409,
        'NetworkInUse',
        `Unable to complete operation on network ${network.id as string}. There are one or more ports still in use on the network, id for these ports is: ${own.id as string}.`,
      ]);
      const heldToo = await target().member.neutron('DELETE', `/subnets/${subnet.id as string}`);
      expect(errorOf(heldToo)).toEqual([
        409,
        'SubnetInUse',
        `Unable to complete operation on subnet ${subnet.id as string}: One or more ports have an IP allocation from this subnet.`,
      ]);
    });

    test('gone, lets its network go, with the subnets and DHCP ports in it', async () => {
      expect((await target().member.neutron('DELETE', path())).status).toBe(204);
      expect((await target().member.neutron('DELETE', path())).status).toBe(404);
      expect((await target().member.neutron('DELETE', `/networks/${network.id as string}`)).status).toBe(204);
      expect((await target().member.neutron('GET', `/subnets/${subnet.id as string}`)).status).toBe(404);
      expect((await dhcpPorts()).length).toBe(0);
    });

    test('finds no address in a subnet that is used up', async () => {
      const { id } = await make(target().member, 'networks', { name: 'small' });
      await make(target().member, 'subnets', {
        network_id: id,
        ip_version: 4,
        cidr: '10.77.0.0/30',
        enable_dhcp: false,
      });
      await make(target().member, 'ports', { name: 'last', network_id: id });
      expect(errorOf(await wanted({ network_id: id }))).toEqual([
        409,
        'IpAddressGenerationFailure',
        `No more IP addresses available on network ${id as string}.`,
      ]);
    });
  });
}
