/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NOBODY, ZERO, cleanUpNetworksAfter, errorOf, make, post, projectOf, put } from './contract-networks.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';

const policy = (rule: string) => [403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`];
const NOWHERE = [404, 'HTTPNotFound', 'The resource could not be found.'];

/** Quotas, agents and free addresses: what operators look at. */
export function networkOperationsContract(target: TargetOf): void {
  describe('the network quota of a project', () => {
    const path = `/quotas/${NOBODY}`;
    afterAll(async () => {
      await target().admin.neutron('DELETE', path);
    });
    const get = async (more = ''): Promise<Json> => (await target().admin.neutron('GET', `${path}${more}`)).body.quota;

    test('is the default until it is set, and again when it is deleted', async () => {
      const { admin } = target();
      const defaults = await get('/default');
      expect(Object.keys(defaults as object)).toEqual(
        expect.arrayContaining([
          'network',
          'subnet',
          'port',
          'router',
          'floatingip',
          'rbac_policy',
          'security_group',
          'security_group_rule',
        ]),
      );
      expect(await get()).toEqual(defaults);
      const set = await put(admin, path, { network: 0, port: 7 });
      expect([set.status, set.body]).toEqual([200, { quota: { ...defaults, network: 0, port: 7 } }]);
      expect(await get()).toEqual({ ...defaults, network: 0, port: 7 });
      const details = await get('/details');
      expect(details.port).toEqual({ limit: 7, used: 0, reserved: 0 });
      const { body } = await admin.neutron('GET', '/quotas');
      expect(body.quotas).toContainEqual({ ...defaults, network: 0, port: 7, project_id: NOBODY, tenant_id: NOBODY });
    });

    test('is kept', async () => {
      const answer = await post(target().admin, 'networks', { name: 'over', project_id: NOBODY });
      expect(errorOf(answer)).toEqual([409, 'OverQuota', "Quota exceeded for resources: ['network']."]);
    });

    test.each<[object, string, string]>([
      [{ odd: 5 }, 'HTTPBadRequest', "Unrecognized attribute(s) 'odd'"],
      [{ network: 'x' }, 'InvalidInput', "Invalid input for operation: 'x' is not an integer."],
      [
        { network: -2 },
        'HTTPBadRequest',
        "Invalid input for network. Reason: '-2' is too small - must be at least '-1'.",
      ],
    ])('is not set to %j', async (given, type, message) => {
      expect(errorOf(await put(target().admin, path, given))).toEqual([400, type, message]);
    });

    test('deleted, is not there to delete', async () => {
      expect((await target().admin.neutron('DELETE', path)).status).toBe(204);
      const again = await target().admin.neutron('DELETE', path);
      expect(errorOf(again)).toEqual([404, 'TenantQuotaNotFound', `Quota for tenant ${NOBODY} could not be found.`]);
    });

    test('is for members to read, their own, and for admins to set', async () => {
      const { member } = target();
      const own = `/quotas/${await projectOf(member)}`;
      expect((await member.neutron('GET', own)).status).toBe(200);
      const { body } = await member.neutron('GET', `${own}/details`);
      expect(body.quota.network).toMatchObject({ limit: expect.any(Number), used: expect.any(Number), reserved: 0 });
      expect(errorOf(await member.neutron('GET', path))).toEqual(policy('rule:get_quota'));
      expect(errorOf(await member.neutron('GET', '/quotas'))).toEqual(policy('rule:get_quota'));
      expect(errorOf(await put(member, own, { network: 5 }))).toEqual(policy('rule:update_quota'));
      expect(errorOf(await member.neutron('DELETE', own))).toEqual(policy('rule:delete_quota'));
    });
  });

  describe('a network agent', () => {
    let agent: Json;
    beforeAll(async () => {
      const { body } = await target().admin.neutron('GET', `/agents?host=${target().host}`);
      agent = body.agents[0];
    });
    const path = () => `/agents/${agent.id as string}`;

    test("is shown with its heartbeat, in the database's own times", () => {
      expect(keysOf(agent)).toEqual([
        'admin_state_up',
        'agent_type',
        'alive',
        'availability_zone',
        'binary',
        'configurations',
        'created_at',
        'description',
        'heartbeat_timestamp',
        'host',
        'id',
        'resources_synced',
        'started_at',
        'topic',
      ]);
      expect(agent).toMatchObject({ alive: true, admin_state_up: true, host: target().host });
      for (const name of ['created_at', 'started_at', 'heartbeat_timestamp']) {
        expect(agent[name]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      }
    });

    test('is found by what it is; lists of agents have no pages', async () => {
      const { admin } = target();
      const find = async (query: string) => (await admin.neutron('GET', `/agents?${query}`)).body.agents as Json[];
      const type = encodeURIComponent(agent.agent_type as string);
      const query = `host=${target().host}&binary=${agent.binary as string}&agent_type=${type}&alive=true&admin_state_up=true`;
      expect(await find(query)).toMatchObject([{ id: agent.id }]);
      expect((await find('limit=1')).length).toBeGreaterThan(1);
      expect(errorOf(await admin.neutron('GET', '/agents?odd=1'))?.[2]).toBe(
        "['odd'] is invalid attribute for filtering",
      );
    });

    test('is switched off and on', async () => {
      const { admin } = target();
      const off = await put(admin, path(), { admin_state_up: false, description: 'contract' });
      expect(off.body.agent).toMatchObject({ admin_state_up: false, description: 'contract', alive: true });
      const on = await put(admin, path(), { admin_state_up: true, description: agent.description });
      expect(on.body.agent).toMatchObject({ admin_state_up: true, description: agent.description });
      const fixed = await put(admin, path(), { host: 'x' });
      expect(errorOf(fixed)).toEqual([400, 'HTTPBadRequest', 'Cannot update read-only attribute host']);
    });

    test('is hidden from members', async () => {
      const { member } = target();
      expect((await member.neutron('GET', '/agents')).body).toEqual({ agents: [] });
      expect(errorOf(await member.neutron('GET', path()))).toEqual(NOWHERE);
      expect(errorOf(await put(member, path(), { admin_state_up: true }))).toEqual(NOWHERE);
      expect(errorOf(await member.neutron('DELETE', path()))).toEqual(NOWHERE);
    });
  });

  describe('the availability of addresses', () => {
    cleanUpNetworksAfter(target);

    test('counts what is used of the pools, for admins', async () => {
      const { admin, member } = target();
      const network = await make(member, 'networks', { name: 'counted' });
      const id = network.id as string;
      const shape = { network_id: id, ip_version: 4, cidr: '10.99.0.0/28', enable_dhcp: false };
      const subnet = await make(member, 'subnets', { name: 'counted', ...shape });
      await make(member, 'ports', { name: 'counted', network_id: id });
      const { body } = await admin.neutron('GET', `/network-ip-availabilities/${id}`);
      const expected = {
        network_id: id,
        network_name: network.name,
        project_id: network.project_id,
        tenant_id: network.project_id,
        used_ips: 1,
        total_ips: 13,
        subnet_ip_availability: [
          {
            subnet_id: subnet.id,
            subnet_name: subnet.name,
            ip_version: 4,
            cidr: '10.99.0.0/28',
            used_ips: 1,
            total_ips: 13,
          },
        ],
      };
      expect(body.network_ip_availability).toEqual(expected);
      const list = await admin.neutron('GET', `/network-ip-availabilities?network_name=${network.name as string}`);
      expect(list.body.network_ip_availabilities).toEqual([expected]);
      expect(errorOf(await member.neutron('GET', `/network-ip-availabilities/${id}`))).toEqual(NOWHERE);
      expect((await member.neutron('GET', '/network-ip-availabilities')).body.network_ip_availabilities).toEqual([]);
      expect((await admin.neutron('GET', `/network-ip-availabilities/${ZERO}`)).status).toBe(404);
    });
  });
}
