/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { NOBODY, ZERO, cleanUpNetworksAfter, errorOf, make, post, projectOf, put } from './contract-networks.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json, Wire } from '../wire.ts';

const policy = (rule: string) => [403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`];

/** RBAC policies, and what they let others do. */
export function networkSharingContract(target: TargetOf): void {
  describe('an RBAC policy', () => {
    cleanUpNetworksAfter(target);
    let own: Json;
    let foreign: Json;
    let subnet: Json;
    let demo = '';
    beforeAll(async () => {
      demo = await projectOf(target().member);
      own = await make(target().member, 'networks', { name: 'own' });
      foreign = await make(target().admin, 'networks', { name: 'foreign' });
      const shape = { network_id: foreign.id, ip_version: 4, cidr: '10.77.0.0/24', enable_dhcp: false };
      subnet = await make(target().admin, 'subnets', shape);
    });
    const share = (wire: Wire, more: object) =>
      post(wire, 'rbac-policies', {
        object_type: 'network',
        action: 'access_as_shared',
        target_tenant: NOBODY,
        ...more,
      });

    test('is made by the owner, for one project, once', async () => {
      const { status, body } = await share(target().member, { object_id: own.id });
      expect(status).toBe(201);
      expect(keysOf(body.rbac_policy)).toEqual([
        'action',
        'id',
        'object_id',
        'object_type',
        'project_id',
        'target_tenant',
        'tenant_id',
      ]);
      const again = await share(target().member, { object_id: own.id });
      expect(errorOf(again)).toEqual([409, 'DuplicateRbacPolicy', 'An RBAC policy already exists with those values.']);
      const path = `/rbac-policies/${body.rbac_policy.id as string}`;
      const moved = await put(target().member, path, { target_tenant: 'd'.repeat(32) });
      expect(moved.body.rbac_policy.target_tenant).toBe('d'.repeat(32));
      const everyone = await put(target().member, path, { target_tenant: '*' });
      expect(errorOf(everyone)).toEqual(policy('(rule:update_rbac_policy and rule:update_rbac_policy:target_tenant)'));
      const fixed = await put(target().member, path, { action: 'access_as_external' });
      expect(errorOf(fixed)?.[2]).toBe('Cannot update read-only attribute action');
      const found = await target().member.neutron('GET', `/rbac-policies?object_id=${own.id as string}&fields=action`);
      expect(found.body.rbac_policies).toEqual([{ action: 'access_as_shared' }]);
      expect((await target().member.neutron('DELETE', path)).status).toBe(204);
      expect((await target().member.neutron('DELETE', path)).status).toBe(404);
    });

    test('for everybody is made by admins only', async () => {
      const answer = await share(target().member, { object_id: own.id, target_tenant: '*' });
      expect(errorOf(answer)?.slice(0, 2)).toEqual([403, 'PolicyNotAuthorized']);
    });

    test.each<[object, string, string]>([
      [{ object_type: 'odd' }, 'InvalidInput', "Invalid input for operation: 'odd' is not a valid RBAC object type."],
      [
        { action: 'odd' },
        'InvalidActionForType',
        "Invalid action 'odd' for object type 'network'. Valid actions: ('access_as_shared', 'access_as_external')",
      ],
    ])('is refused as %j', async (more, type, message) => {
      expect(errorOf(await share(target().member, { object_id: own.id, ...more }))).toEqual([400, type, message]);
    });

    test('of a network that is not there is a bad request', async () => {
      const answer = errorOf(await share(target().admin, { object_id: ZERO }));
      expect(answer?.slice(0, 2)).toEqual([400, 'InvalidInput']);
      expect(answer?.[2]).toContain(`Network ${ZERO} could not be found.`);
    });

    test('lets another project see the network and use it, and stays as long as it does', async () => {
      const { admin, member } = target();
      const path = `/networks/${foreign.id as string}`;
      expect((await member.neutron('GET', path)).status).toBe(404);
      const { body } = await share(admin, { object_id: foreign.id, target_tenant: demo });
      const seen = await member.neutron('GET', path);
      expect(seen.body.network).toMatchObject({ shared: true, subnets: [subnet.id] });
      expect((await admin.neutron('GET', path)).body.network.shared).toBe(false);
      expect((await member.neutron('GET', `/subnets/${subnet.id as string}`)).status).toBe(200);
      const mine = await put(member, `/subnets/${subnet.id as string}`, { description: 'x' });
      expect(errorOf(mine)).toEqual(policy('rule:update_subnet'));
      const chosen = await post(member, 'ports', { network_id: foreign.id, fixed_ips: [{ ip_address: '10.77.0.99' }] });
      const rule = 'rule:create_port:fixed_ips';
      expect(errorOf(chosen)).toEqual(policy(`(rule:create_port and (${rule} and (${rule}:ip_address)))`));
      const port = await make(member, 'ports', { name: 'guest', network_id: foreign.id });
      const hidden = await member.neutron('GET', `/rbac-policies/${body.rbac_policy.id as string}`);
      expect(errorOf(hidden)?.slice(0, 2)).toEqual([404, 'RbacPolicyNotFound']);
      const held = errorOf(await admin.neutron('DELETE', `/rbac-policies/${body.rbac_policy.id as string}`));
      expect(held?.slice(0, 2)).toEqual([409, 'RbacPolicyInUse']);
      expect(held?.[2]).toContain('Multiple tenants are using it.');
      expect((await member.neutron('DELETE', `/ports/${port.id as string}`)).status).toBe(204);
      expect((await admin.neutron('DELETE', `/rbac-policies/${body.rbac_policy.id as string}`)).status).toBe(204);
      expect((await member.neutron('GET', path)).status).toBe(404);
    });

    test('of an external network shows the network, and none of its subnets', async () => {
      const { admin, member } = target();
      const external = { object_id: foreign.id, target_tenant: demo, action: 'access_as_external' };
      const { body } = await share(admin, external);
      const path = `/networks/${foreign.id as string}`;
      for (const wire of [admin, member]) {
        const seen = await wire.neutron('GET', path);
        expect(seen.body.network).toMatchObject({ shared: false, 'router:external': true });
      }
      expect((await member.neutron('GET', `/subnets/${subnet.id as string}`)).status).toBe(404);
      expect((await admin.neutron('DELETE', `/rbac-policies/${body.rbac_policy.id as string}`)).status).toBe(204);
      expect((await admin.neutron('GET', path)).body.network['router:external']).toBe(false);
    });

    test('for everybody is what makes a network shared', async () => {
      const { admin } = target();
      const path = `/networks/${foreign.id as string}`;
      const policies = async () =>
        (await admin.neutron('GET', `/rbac-policies?object_id=${foreign.id as string}`)).body.rbac_policies as Json[];
      expect((await put(admin, path, { shared: true })).body.network.shared).toBe(true);
      expect(await policies()).toMatchObject([{ action: 'access_as_shared', target_tenant: '*' }]);
      const guest = await make(target().member, 'ports', { name: 'guest', network_id: foreign.id });
      const held = await put(admin, path, { shared: false });
      expect(errorOf(held)).toEqual([
        409,
        'InvalidSharedSetting',
        `Unable to reconfigure sharing settings for network ${foreign.name as string}. Multiple tenants are using it.`,
      ]);
      await target().member.neutron('DELETE', `/ports/${guest.id as string}`);
      expect((await put(admin, path, { shared: false })).body.network.shared).toBe(false);
      expect(await policies()).toEqual([]);
    });
  });
}
