/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ZERO, cleanUpNetworksAfter, errorOf, externalNetwork, make, post, put } from './contract-networks.ts';
import { PREFIX, type TargetOf, keysOf, until } from '../contract-target.ts';
import type { Json } from '../wire.ts';

const FLOATING_IP = [
  'created_at',
  'description',
  'fixed_ip_address',
  'floating_ip_address',
  'floating_network_id',
  'id',
  'port_details',
  'port_forwardings',
  'port_id',
  'project_id',
  'qos_policy_id',
  'revision_number',
  'router_id',
  'status',
  'tags',
  'tenant_id',
  'updated_at',
];

/** Floating IPs. */
export function floatingIpsContract(target: TargetOf): void {
  describe('a floating IP', () => {
    cleanUpNetworksAfter(target);
    let external: Json;
    let network: Json;
    let subnet: Json;
    let router: Json;
    let port: Json;
    let own: Json;
    beforeAll(async () => {
      const { member } = target();
      external = await externalNetwork(target());
      network = await make(member, 'networks', { name: 'floating' });
      const shape = { network_id: network.id, ip_version: 4, cidr: '10.99.0.0/24', enable_dhcp: false };
      subnet = await make(member, 'subnets', shape);
      router = await make(member, 'routers', { name: 'floating', external_gateway_info: { network_id: external.id } });
      port = await make(member, 'ports', { name: 'floating', network_id: network.id });
      own = await make(member, 'floatingips', { floating_network_id: external.id, description: `${PREFIX}ip` });
    });
    const path = () => `/floatingips/${own.id as string}`;
    const wanted = (given: object) => post(target().member, 'floatingips', { description: `${PREFIX}ip`, ...given });
    const look = async (): Promise<Json> => (await target().member.neutron('GET', path())).body.floatingip;
    const lead = (portId: unknown) => put(target().member, path(), { port_id: portId });

    test('is an address of the external network that leads nowhere', async () => {
      expect(keysOf(own)).toEqual(FLOATING_IP);
      expect(await look()).toMatchObject({
        floating_ip_address: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
        floating_network_id: external.id,
        port_id: null,
        fixed_ip_address: null,
        router_id: null,
        port_details: null,
        status: 'DOWN',
      });
      const { body } = await target().admin.neutron('GET', `/ports?device_id=${own.id as string}`);
      expect(body.ports).toMatchObject([{ device_owner: 'network:floatingip', status: 'N/A', project_id: '' }]);
    });

    test("is refused of other networks, and an address of one's own to members", async () => {
      expect(errorOf(await wanted({}))?.[2]).toBe(
        "Failed to parse request. Required attribute 'floating_network_id' not specified",
      );
      const inner = `Bad floatingip request: Network ${network.id as string} is not a valid external network.`;
      expect(errorOf(await wanted({ floating_network_id: network.id }))).toEqual([400, 'BadRequest', inner]);
      expect(errorOf(await wanted({ floating_network_id: ZERO }))?.slice(0, 2)).toEqual([404, 'NetworkNotFound']);
      const chosen = await wanted({ floating_network_id: external.id, floating_ip_address: own.floating_ip_address });
      const rule = '(rule:create_floatingip and rule:create_floatingip:floating_ip_address)';
      expect(errorOf(chosen)).toEqual([403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`]);
    });

    test('is not led to a port that no router joins with it, nor to none', async () => {
      expect(errorOf(await lead(ZERO))?.slice(0, 2)).toEqual([404, 'PortNotFound']);
      const message = `External network ${external.id as string} is not reachable from subnet ${subnet.id as string}.  Therefore, cannot associate Port ${port.id as string} with a Floating IP.`;
      expect(errorOf(await lead(port.id))).toEqual([404, 'ExternalGatewayForFloatingIPNotFound', message]);
    });

    test('led to a port, is ACTIVE some time later', async () => {
      const body = { subnet_id: subnet.id };
      await target().member.neutron('PUT', `/routers/${router.id as string}/add_router_interface`, { body });
      const answer = await lead(port.id);
      expect(answer.body.floatingip).toMatchObject({
        port_id: port.id,
        fixed_ip_address: port.fixed_ips[0].ip_address,
        router_id: router.id,
        status: 'DOWN',
        port_details: { network_id: network.id, mac_address: port.mac_address },
      });
      await until(target(), look, ({ status }) => status === 'ACTIVE');
    });

    test('is found by where it leads', async () => {
      for (const query of [
        `port_id=${port.id as string}`,
        `floating_ip_address=${own.floating_ip_address as string}`,
        `router_id=${router.id as string}&status=ACTIVE&floating_network_id=${external.id as string}`,
      ]) {
        const { body } = await target().member.neutron('GET', `/floatingips?fields=id&${query}`);
        expect(body.floatingips).toEqual([{ id: own.id }]);
      }
    });

    test('is the only one of its network that leads there', async () => {
      const second = await wanted({ floating_network_id: external.id, port_id: port.id });
      expect(errorOf(second)?.slice(0, 2)).toEqual([409, 'FloatingIPPortAlreadyAssociated']);
      expect(errorOf(second)?.[2]).toContain('already has a floating IP on external network');
    });

    test('keeps the leg and the gateway that it needs', async () => {
      const body = { subnet_id: subnet.id };
      const leg = await target().member.neutron('PUT', `/routers/${router.id as string}/remove_router_interface`, {
        body,
      });
      expect(errorOf(leg)).toEqual([
        409,
        'RouterInterfaceInUseByFloatingIP',
        `Router interface for subnet ${subnet.id as string} on router ${router.id as string} cannot be deleted, as it is required by one or more floating IPs.`,
      ]);
      const out = await put(target().member, `/routers/${router.id as string}`, { external_gateway_info: null });
      expect(errorOf(out)).toEqual([
        409,
        'RouterExternalGatewayInUseByFloatingIp',
        `Gateway cannot be updated for router ${router.id as string}, since a gateway to external network ${external.id as string} is required by one or more floating IPs.`,
      ]);
    });

    test('led nowhere, is ACTIVE for some time still', async () => {
      const { body } = await lead(null);
      expect(body.floatingip).toMatchObject({
        port_id: null,
        fixed_ip_address: null,
        router_id: null,
        status: 'ACTIVE',
      });
      await until(target(), look, ({ status }) => status === 'DOWN');
    });

    test('is led nowhere when its port is deleted', async () => {
      expect((await lead(port.id)).status).toBe(200);
      expect((await target().member.neutron('DELETE', `/ports/${port.id as string}`)).status).toBe(204);
      expect(await look()).toMatchObject({ port_id: null, router_id: null });
    });

    test('of another project does not exist; given back, it is gone', async () => {
      const foreign = await make(target().admin, 'floatingips', {
        floating_network_id: external.id,
        description: PREFIX,
      });
      const hidden = await target().member.neutron('GET', `/floatingips/${foreign.id as string}`);
      const message = `Floating IP ${foreign.id as string} could not be found`;
      expect(errorOf(hidden)).toEqual([404, 'FloatingIPNotFound', message]);
      const fixed = await put(target().member, path(), { floating_network_id: external.id });
      expect(errorOf(fixed)?.[2]).toBe('Cannot update read-only attribute floating_network_id');
      expect((await target().member.neutron('DELETE', path())).status).toBe(204);
      expect((await target().member.neutron('DELETE', path())).status).toBe(404);
    });
  });
}
