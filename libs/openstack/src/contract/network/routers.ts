/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ZERO, cleanUpNetworksAfter, errorOf, externalNetwork, make, post, put } from './contract-networks.ts';
import { type TargetOf, keysOf, until } from '../contract-target.ts';
import type { Json, Wire } from '../wire.ts';

const ROUTER = [
  'admin_state_up',
  'availability_zone_hints',
  'availability_zones',
  'created_at',
  'description',
  'external_gateway_info',
  'flavor_id',
  'id',
  'name',
  'project_id',
  'revision_number',
  'routes',
  'status',
  'tags',
  'tenant_id',
  'updated_at',
];
const policy = (rule: string) => [403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`];

/** Routers, their legs and gateways. */
export function routersContract(target: TargetOf): void {
  describe('a router', () => {
    cleanUpNetworksAfter(target);
    let external: Json;
    let network: Json;
    let subnet: Json;
    let own: Json;
    let others: Json;
    beforeAll(async () => {
      external = await externalNetwork(target());
      network = await make(target().member, 'networks', { name: 'routed' });
      const shape = { network_id: network.id, ip_version: 4, cidr: '10.99.0.0/24', enable_dhcp: false };
      subnet = await make(target().member, 'subnets', shape);
      own = await make(target().member, 'routers', { name: 'own' });
      others = await make(target().admin, 'routers', { name: 'others' });
    });
    const path = () => `/routers/${own.id as string}`;
    const leg = (verb: 'add' | 'remove', body: object, wire: Wire = target().member) =>
      wire.neutron('PUT', `${path()}/${verb}_router_interface`, { body });
    const legs = async (wire: Wire = target().member): Promise<Json[]> =>
      (await wire.neutron('GET', `/ports?device_id=${own.id as string}`)).body.ports;
    const gateway = (info: object | null, wire: Wire = target().member) =>
      put(wire, path(), { external_gateway_info: info });

    test('is there at once, and shows admins more', async () => {
      const { body } = await target().member.neutron('GET', path());
      expect(keysOf(body.router)).toEqual(ROUTER);
      expect(body.router).toMatchObject({
        status: 'ACTIVE',
        external_gateway_info: null,
        routes: [],
        admin_state_up: true,
      });
      const full = await target().admin.neutron('GET', path());
      expect(keysOf(full.body.router)).toEqual([...ROUTER, 'distributed', 'ha'].toSorted());
      expect(full.body.router).toMatchObject({ distributed: false, ha: false });
    });

    test('of another project does not exist, and some things are not for members', async () => {
      const hidden = await target().member.neutron('GET', `/routers/${others.id as string}`);
      expect(errorOf(hidden)).toEqual([404, 'RouterNotFound', `Router ${others.id as string} could not be found`]);
      const ha = await post(target().member, 'routers', { name: 'no', ha: true });
      expect(errorOf(ha)).toEqual(policy('(rule:create_router and rule:create_router:ha)'));
      const inside = await gateway({ network_id: network.id });
      const message = `Bad router request: Network ${network.id as string} is not an external network.`;
      expect(errorOf(inside)).toEqual([400, 'BadRequest', message]);
      expect(errorOf(await gateway({ network_id: ZERO }))?.slice(0, 2)).toEqual([404, 'NetworkNotFound']);
    });

    test('gets a leg in a subnet, at its gateway address, and no second one', async () => {
      const { status, body } = await leg('add', { subnet_id: subnet.id });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: own.id, network_id: network.id, subnet_id: subnet.id, subnet_ids: [subnet.id] });
      expect(await legs()).toMatchObject([
        {
          id: body.port_id,
          device_owner: 'network:router_interface',
          fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.99.0.1' }],
          security_groups: [],
          port_security_enabled: false,
        },
      ]);
      const again = await leg('add', { subnet_id: subnet.id });
      const message = `Bad router request: Router already has a port on subnet ${subnet.id as string}.`;
      expect(errorOf(again)).toEqual([400, 'BadRequest', message]);
    });

    test.each<[object, number, string, string]>([
      [{ subnet_id: ZERO }, 404, 'SubnetNotFound', `Subnet ${ZERO} could not be found.`],
      [{ port_id: ZERO }, 404, 'PortNotFound', `Port ${ZERO} could not be found.`],
      [{}, 400, 'BadRequest', 'Bad router request: Either subnet_id or port_id must be specified.'],
      [
        { subnet_id: ZERO, port_id: ZERO },
        400,
        'BadRequest',
        'Bad router request: Cannot specify both subnet-id and port-id.',
      ],
    ])('gets no leg for %j', async (body, ...error) => {
      expect(errorOf(await leg('add', body))).toEqual(error);
    });

    test('with a leg is not deleted, nor is the leg as a port', async () => {
      const [{ id }] = (await legs()) as [Json];
      expect(errorOf(await target().member.neutron('DELETE', path()))).toEqual([
        409,
        'RouterInUse',
        `Router ${own.id as string} has ports still attached: ${id as string}`,
      ]);
      expect(errorOf(await target().member.neutron('DELETE', `/ports/${id as string}`))).toEqual([
        409,
        'ServicePortInUse',
        `Port ${id as string} cannot be deleted directly via the port API: has device owner network:router_interface.`,
      ]);
      expect(errorOf(await target().member.neutron('DELETE', `/subnets/${subnet.id as string}`))?.[1]).toBe(
        'SubnetInUse',
      );
      expect(errorOf(await target().member.neutron('DELETE', `/networks/${network.id as string}`))?.[1]).toBe(
        'NetworkInUse',
      );
    });

    test('gets a gateway, whose port members do not see, and whose addresses are for admins to choose', async () => {
      const { status, body } = await gateway({ network_id: external.id });
      expect(status).toBe(200);
      expect(body.router.external_gateway_info).toMatchObject({
        network_id: external.id,
        enable_snat: true,
        external_fixed_ips: [{ subnet_id: expect.any(String), ip_address: expect.any(String) }],
      });
      const own = (ports: Json[]) => ports.map(({ device_owner: owner }: Json) => owner as string).toSorted();
      expect(own(await legs())).toEqual(['network:router_interface']);
      expect(own(await legs(target().admin))).toEqual(['network:router_gateway', 'network:router_interface']);
      const rule = 'rule:update_router:external_gateway_info';
      expect(errorOf(await gateway({ network_id: external.id, enable_snat: false }))).toEqual(
        policy(`(rule:update_router and (${rule} and (${rule}:network_id and ${rule}:enable_snat)))`),
      );
      const plain = await gateway({ network_id: external.id, enable_snat: false }, target().admin);
      expect(plain.body.router.external_gateway_info).toMatchObject({ enable_snat: false });
    });

    test('gets its legs plugged in by its agent', async () => {
      await until(target(), legs, (ports) => ports.every(({ status }: Json) => status === 'ACTIVE'));
    });

    test('has routes to what its legs reach, which then stay', async () => {
      const route = (nexthop: string) =>
        put(target().member, path(), { routes: [{ destination: '10.55.0.0/16', nexthop }] });
      const { body } = await route('10.99.0.9');
      expect(body.router.routes).toEqual([{ destination: '10.55.0.0/16', nexthop: '10.99.0.9' }]);
      expect(errorOf(await route('10.91.0.9'))).toEqual([
        400,
        'InvalidRoutes',
        "Invalid format for routes: [{'destination': '10.55.0.0/16', 'nexthop': '10.91.0.9'}], the nexthop is not connected with router",
      ]);
      expect(errorOf(await leg('remove', { subnet_id: subnet.id }))).toEqual([
        409,
        'RouterInterfaceInUseByRoute',
        `Router interface for subnet ${subnet.id as string} on router ${own.id as string} cannot be deleted, as it is required by one or more routes.`,
      ]);
      await put(target().member, path(), { routes: [] });
    });

    test('loses its leg, and has none to lose then', async () => {
      expect(errorOf(await leg('remove', { subnet_id: ZERO }))?.slice(0, 2)).toEqual([404, 'SubnetNotFound']);
      const { status, body } = await leg('remove', { subnet_id: subnet.id });
      expect(status).toBe(200);
      expect(keysOf(body)).toEqual(['id', 'network_id', 'port_id', 'subnet_id', 'subnet_ids', 'tenant_id']);
      expect(errorOf(await leg('remove', { subnet_id: subnet.id }))).toEqual([
        404,
        'RouterInterfaceNotFoundForSubnet',
        `Router ${own.id as string} has no interface on subnet ${subnet.id as string}`,
      ]);
    });

    test('takes a port for a leg, which goes with it', async () => {
      const port = await make(target().member, 'ports', { name: 'leg', network_id: network.id });
      const id = port.id as string;
      expect(errorOf(await leg('remove', { port_id: id }))).toEqual([
        404,
        'RouterInterfaceNotFound',
        `Router ${own.id as string} does not have an interface with id ${id}`,
      ]);
      expect((await leg('add', { port_id: id })).body.port_id).toBe(id);
      const held = await target().member.neutron('GET', `/ports/${id}`);
      expect(held.body.port).toMatchObject({ device_owner: 'network:router_interface', device_id: own.id });
      expect((await leg('remove', { port_id: id })).status).toBe(200);
      expect((await target().member.neutron('GET', `/ports/${id}`)).status).toBe(404);
    });

    test('loses its gateway, and goes', async () => {
      expect((await gateway(null)).body.router.external_gateway_info).toBeNull();
      expect((await legs(target().admin)).length).toBe(0);
      expect((await target().member.neutron('DELETE', path())).status).toBe(204);
      expect((await target().member.neutron('GET', path())).status).toBe(404);
    });
  });
}
