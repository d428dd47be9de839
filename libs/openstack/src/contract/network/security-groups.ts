/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { NOBODY, cleanUpNetworksAfter, errorOf, make, post, put } from './contract-networks.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import { RULE } from './security-group-rules.ts';
import type { Json } from '../wire.ts';

/** Security groups. */
export function securityGroupsContract(target: TargetOf): void {
  describe('a security group', () => {
    cleanUpNetworksAfter(target);
    let own: Json;
    beforeAll(async () => {
      own = await make(target().member, 'security-groups', { name: 'own', description: 'd' });
    });

    test('comes with rules that let everything out', () => {
      expect(keysOf(own)).toEqual([
        'created_at',
        'description',
        'id',
        'name',
        'project_id',
        'revision_number',
        'security_group_rules',
        'shared',
        'stateful',
        'tags',
        'tenant_id',
        'updated_at',
      ]);
      expect(own).toMatchObject({ stateful: true, shared: false, description: 'd' });
      const rules = own.security_group_rules as Json[];
      expect(rules.map((one) => `${one.direction as string} ${one.ethertype as string}`).toSorted()).toEqual([
        'egress IPv4',
        'egress IPv6',
      ]);
      expect(keysOf(rules[0])).toEqual([...RULE, 'standard_attr_id', 'tags'].toSorted());
      expect(rules[0]).toMatchObject({ protocol: null, remote_ip_prefix: null, description: null });
    });

    test('called default is one a project, made when a project is asked for', async () => {
      const { admin } = target();
      const { body } = await admin.neutron('GET', `/security-groups?project_id=${NOBODY}`);
      const [group] = body.security_groups;
      expect(body.security_groups).toMatchObject([{ name: 'default', description: 'Default security group' }]);
      expect(group.security_group_rules).toHaveLength(4);
      const inward = group.security_group_rules.filter(({ direction }: Json) => direction === 'ingress');
      for (const one of inward) expect(one).toMatchObject({ remote_group_id: group.id });
      expect((await admin.neutron('DELETE', `/security-groups/${group.id as string}`)).status).toBe(204);
    });

    test('called default is not made, renamed or deleted', async () => {
      const { member } = target();
      const made = await member.neutron('POST', '/security-groups', { body: { security_group: { name: 'default' } } });
      expect(errorOf(made)).toEqual([
        409,
        'SecurityGroupDefaultAlreadyExists',
        'Default security group already exists.',
      ]);
      const { body } = await member.neutron('GET', '/security-groups?name=default');
      const path = `/security-groups/${body.security_groups[0].id as string}`;
      const renamed = await put(member, path, { name: 'x' });
      expect(errorOf(renamed)).toEqual([
        409,
        'SecurityGroupCannotUpdateDefault',
        'Updating default security group not allowed.',
      ]);
      // Neutron looks for ports before it says that this group stays.
      const network = await make(member, 'networks', { name: 'default' });
      await make(member, 'ports', { name: 'default', network_id: network.id });
      expect(errorOf(await member.neutron('DELETE', path))?.slice(0, 2)).toEqual([409, 'SecurityGroupInUse']);
    });

    test('is changed, and may have the name of another', async () => {
      const second = await post(target().member, 'security-groups', { name: 'own' });
      expect(second.status).toBe(201);
      const path = `/security-groups/${second.body.security_group.id as string}`;
      const changed = await put(target().member, path, { description: 'second' });
      expect(changed.body.security_group).toMatchObject({ name: own.name, description: 'second' });
      expect((await target().member.neutron('DELETE', path)).status).toBe(204);
    });
  });
}
