/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ZERO, cleanUpNetworksAfter, errorOf, make } from './contract-networks.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json, WireAnswer } from '../wire.ts';

/** The fields of a rule on its own. */
export const RULE = [
  'created_at',
  'description',
  'direction',
  'ethertype',
  'id',
  'normalized_cidr',
  'port_range_max',
  'port_range_min',
  'project_id',
  'protocol',
  'remote_address_group_id',
  'remote_group_id',
  'remote_ip_prefix',
  'revision_number',
  'security_group_id',
  'tenant_id',
  'updated_at',
];
const ANYWHERE = '0.0.0.0/0';

/** Rules of security groups. */
export function securityGroupRulesContract(target: TargetOf): void {
  describe('a security group rule', () => {
    cleanUpNetworksAfter(target);
    let own: Json;
    let first: Json;
    beforeAll(async () => {
      own = await make(target().member, 'security-groups', { name: 'rules' });
    });
    const rule = (more: object) => ({
      security_group_id: own.id as string,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      port_range_min: 80,
      port_range_max: 80,
      remote_ip_prefix: ANYWHERE,
      ...more,
    });
    const add = (more: object): Promise<WireAnswer> =>
      target().member.neutron('POST', '/security-group-rules', { body: { security_group_rule: rule(more) } });
    const addMany = (...ports: number[]): Promise<WireAnswer> => {
      const rules = ports.map((port) => rule({ port_range_min: port, port_range_max: port }));
      return target().member.neutron('POST', '/security-group-rules', { body: { security_group_rules: rules } });
    };
    const ports = async (): Promise<number[]> => {
      const query = `security_group_id=${own.id as string}&direction=ingress&protocol=tcp`;
      const { body } = await target().member.neutron('GET', `/security-group-rules?${query}`);
      return body.security_group_rules.map(({ port_range_min: port }: Json) => port as number).toSorted();
    };

    test('is there once: whoever makes one again is told its id', async () => {
      const { status, body } = await add({});
      first = body.security_group_rule;
      expect(status).toBe(201);
      expect(keysOf(first)).toEqual(RULE);
      expect(first).toMatchObject({ protocol: 'tcp', port_range_min: 80, normalized_cidr: ANYWHERE, description: '' });
      for (const same of [{}, { description: 'other' }, { protocol: '6' }, { remote_ip_prefix: null }]) {
        const message = `Security group rule already exists. Rule id is ${first.id as string}.`;
        expect(errorOf(await add(same))).toEqual([409, 'SecurityGroupRuleExists', message]);
      }
    });

    test('is one of many in one request, or none of them is made', async () => {
      const many = await addMany(81, 82);
      expect(many.status).toBe(201);
      expect(many.body.security_group_rules.map(({ port_range_min: port }: Json) => port as number)).toEqual([81, 82]);
      expect(errorOf(await addMany(83, 82))?.slice(0, 2)).toEqual([409, 'SecurityGroupRuleExists']);
      expect(errorOf(await addMany(84, 84))).toEqual([
        409,
        'DuplicateSecurityGroupRuleInPost',
        'Duplicate Security Group Rule in POST.',
      ]);
      expect(await ports()).toEqual([80, 81, 82]);
    });

    test.each<[object, string, string]>([
      [
        { port_range_min: 90 },
        'SecurityGroupInvalidPortRange',
        'For TCP/UDP protocols, port_range_min must be <= port_range_max',
      ],
      [
        { port_range_max: null },
        'SecurityGroupInvalidPortRange',
        'For TCP/UDP protocols, port_range_min must be <= port_range_max',
      ],
      [
        { protocol: null },
        'SecurityGroupProtocolRequiredWithPorts',
        'Must also specify protocol if port range is given.',
      ],
      [
        { remote_ip_prefix: '::/0' },
        'SecurityGroupRuleParameterConflict',
        'Conflicting value ethertype IPv4 for CIDR ::/0',
      ],
      [{ direction: 'up' }, 'HTTPBadRequest', 'Invalid input for direction. Reason: up is not in valid_values.'],
      [
        { ethertype: 'IPv5' },
        'SecurityGroupRuleInvalidEtherType',
        "Security group rule for ethertype 'IPv5' not supported. Allowed values are ['IPv4', 'IPv6'].",
      ],
      [
        { port_range_min: 99999, port_range_max: 99999 },
        'SecurityGroupInvalidPortValue',
        'Invalid value for port 99999',
      ],
      [
        { remote_group_id: ZERO },
        'SecurityGroupMultipleRemoteEntites',
        'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.',
      ],
      [
        { protocol: 'icmp', port_range_min: null, port_range_max: 3 },
        'SecurityGroupMissingIcmpType',
        'ICMP code (port-range-max) 3 is provided but ICMP type (port-range-min) is missing.',
      ],
      [{ port_range_min: 0 }, 'SecurityGroupInvalidPortValue', 'Invalid value for port 0'],
      [
        { protocol: 'icmp', port_range_min: 8, port_range_max: 256 },
        'SecurityGroupInvalidIcmpValue',
        'Invalid value for ICMP code (port_range_max) 256. It must be 0 to 255.',
      ],
      [
        { protocol: 'gre' },
        'SecurityGroupInvalidProtocolForPort',
        'Ports cannot be specified for protocol 47. Ports are only supported for DCCP, SCTP, TCP, UDP, UDPLITE.',
      ],
      [
        { protocol: 'ipv6-icmp', port_range_min: null, port_range_max: null },
        'SecurityGroupEthertypeConflictWithProtocol',
        'Invalid ethertype IPv4 for protocol ipv6-icmp.',
      ],
    ])('is refused as %j', async (more, type, message) => {
      expect(errorOf(await add(more))).toEqual([400, type, message]);
    });

    test('knows protocols by name and number, and no others', async () => {
      const odd = errorOf(await add({ protocol: 'any', port_range_min: null, port_range_max: null }));
      expect(odd?.slice(0, 2)).toEqual([400, 'SecurityGroupRuleInvalidProtocol']);
      expect(odd?.[2]).toContain("Security group rule protocol any not supported. Only protocol values [None, 'ah',");
      const open = { port_range_min: null, port_range_max: null };
      expect((await add({ ...open, protocol: 47 })).body.security_group_rule.protocol).toBe('47');
      expect(errorOf(await add({ ...open, protocol: 'gre' }))?.[1]).toBe('SecurityGroupRuleExists');
      const six = await add({ ...open, protocol: 'icmpv6', ethertype: 'IPv6', remote_ip_prefix: null });
      expect(six.body.security_group_rule.protocol).toBe('ipv6-icmp');
      const capitals = await add({ protocol: 'TCP', port_range_min: 77, port_range_max: 77 });
      expect(capitals.body.security_group_rule.protocol).toBe('tcp');
    });

    test('keeps a prefix as it was given, and tells what it means', async () => {
      const at = (remote_ip_prefix: string, port: number) =>
        add({ remote_ip_prefix, port_range_min: port, port_range_max: port });
      const wide = await at('10.1.2.3/8', 500);
      expect(wide.body.security_group_rule).toMatchObject({
        remote_ip_prefix: '10.1.2.3/8',
        normalized_cidr: '10.0.0.0/8',
      });
      expect((await at('10.0.0.0/8', 500)).status).toBe(201);
      expect((await at('10.1.1.1', 501)).body.security_group_rule.remote_ip_prefix).toBe('10.1.1.1/32');
    });

    test('for all ports is kept as one without ports, whatever its protocol', async () => {
      const all = { port_range_min: 1, port_range_max: 65535 };
      const made = await add(all);
      expect(made.body.security_group_rule).toMatchObject({
        protocol: 'tcp',
        port_range_min: null,
        port_range_max: null,
      });
      const message = `Security group rule already exists. Rule id is ${made.body.security_group_rule.id as string}.`;
      for (const same of [all, { port_range_min: null, port_range_max: null }]) {
        expect(errorOf(await add({ ...same, protocol: '6' }))).toEqual([409, 'SecurityGroupRuleExists', message]);
      }
      for (const protocol of [null, 'esp']) {
        const { status, body } = await add({ ...all, protocol });
        expect([status, body.security_group_rule.port_range_max]).toEqual([201, null]);
      }
    });

    test('of IPv6 is told in the usual form of its prefix, and by its own ICMP', async () => {
      const six = { ethertype: 'IPv6', port_range_min: null, port_range_max: null };
      const made = await add({ ...six, remote_ip_prefix: '2001:DB8:0::1/32' });
      expect(made.body.security_group_rule.remote_ip_prefix).toBe('2001:db8::1/32');
      const same = await add({ ...six, remote_ip_prefix: '2001:0db8::1/32' });
      expect(errorOf(same)?.[1]).toBe('SecurityGroupRuleExists');
      const icmp = await add({ ...six, protocol: '1', remote_ip_prefix: '2001:db8::/48' });
      expect(icmp.body.security_group_rule.protocol).toBe('58');
    });

    test('of several groups in one request is refused, and none is made', async () => {
      const other = await make(target().member, 'security-groups', { name: 'rules-too' });
      const rules = [rule({ port_range_min: 85, port_range_max: 85 }), rule({ security_group_id: other.id as string })];
      const answer = await target().member.neutron('POST', '/security-group-rules', {
        body: { security_group_rules: rules },
      });
      const message = 'Only allowed to update rules for one security profile at a time';
      expect(errorOf(answer)).toEqual([400, 'SecurityGroupNotSingleGroupRules', message]);
      expect(await ports()).not.toContain(85);
    });

    test('is refused where a group is not there', async () => {
      for (const more of [{ security_group_id: ZERO }, { remote_group_id: ZERO, remote_ip_prefix: null }]) {
        expect(errorOf(await add(more))).toEqual([
          404,
          'SecurityGroupNotFound',
          `Security group ${ZERO} does not exist`,
        ]);
      }
    });

    test('of another project does not exist, nor does its group, each said in its way', async () => {
      const foreign = await make(target().admin, 'security-groups', { name: 'foreign' });
      const group = await target().member.neutron('GET', `/security-groups/${foreign.id as string}`);
      expect(errorOf(group)?.slice(0, 2)).toEqual([404, 'SecurityGroupNotFound']);
      const path = `/security-group-rules/${foreign.security_group_rules[0].id as string}`;
      for (const method of ['GET', 'DELETE'] as const) {
        const hidden = await target().member.neutron(method, path);
        expect(errorOf(hidden)).toEqual([404, 'HTTPNotFound', 'The resource could not be found.']);
      }
    });

    test('deleted, is there no more', async () => {
      const path = `/security-group-rules/${first.id as string}`;
      expect((await target().member.neutron('DELETE', path)).status).toBe(204);
      const message = `Security group rule ${first.id as string} does not exist`;
      expect(errorOf(await target().member.neutron('DELETE', path))).toEqual([
        404,
        'SecurityGroupRuleNotFound',
        message,
      ]);
    });
  });
}
