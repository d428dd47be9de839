import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';
import { existingRuleId } from './security-group-rules.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

const member = () => world.client('member').network;
const posts = () => world.sim.requests.filter(({ method, path }) => method === 'POST' && path.includes('/network/'));

describe('security groups', () => {
  test('have rules, made in one request, all or none', async () => {
    const { securityGroups, securityGroupRules } = member();
    const group = await securityGroups.create({ name: 'web', description: 'HTTP' });
    expect(group.rules.map(({ direction, etherType }) => `${direction} ${etherType}`)).toEqual([
      'egress IPv4',
      'egress IPv6',
    ]);
    const tcp = (port: number) => ({
      securityGroupId: group.id,
      direction: 'ingress' as const,
      protocol: 'tcp',
      portRangeMin: port,
      portRangeMax: port,
    });
    const before = posts().length;
    const made = await securityGroupRules.createMany([tcp(80), tcp(443)]);
    expect(posts().length - before).toBe(1);
    expect(made.map((rule) => rule.portRangeMin)).toEqual([80, 443]);
    await expect(securityGroupRules.createMany([tcp(8080), tcp(443)])).rejects.toMatchObject({ kind: 'conflict' });
    const inward = await securityGroupRules.list({ securityGroupId: group.id, direction: 'ingress' });
    expect(inward.map((rule) => rule.portRangeMin)).toEqual([80, 443]);
    expect(await securityGroupRules.createMany([])).toEqual([]);
    await securityGroupRules.delete(made[0]!.id);
    await expect(securityGroupRules.get(made[0]!.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    expect((await securityGroups.find('web')).rules).toHaveLength(3);
    await securityGroups.deleteAndWait(group.id);
  });

  test('name the rule that is there already', async () => {
    const { securityGroups, securityGroupRules } = member();
    const { id } = await securityGroups.create({ name: 'web' });
    const wanted = { securityGroupId: id, direction: 'ingress' as const, protocol: 'icmp' };
    const rule = await securityGroupRules.create(wanted);
    const again: unknown = await securityGroupRules
      .create({ ...wanted, protocol: '1' })
      .catch((error: unknown) => error);
    expect(isOpenStackError(again) && again.kind).toBe('conflict');
    expect(existingRuleId(again)).toBe(rule.id);
    const serviceMessage = 'Rule id is 00000000-0000-0000-0000-000000000000.';
    expect(existingRuleId(new OpenStackError('OPENSTACK_CONFLICT', 'other', { serviceMessage }))).toBeUndefined();
  });

  test('called default are one a project, made when it is asked for', async () => {
    const { securityGroups } = world.cloud.network;
    const projectId = 'c'.repeat(32);
    const [group] = await securityGroups.list({ projectId });
    expect(group).toMatchObject({ name: 'default', projectId });
    expect(group?.rules).toHaveLength(4);
    await member().securityGroups.list();
    await expect(securityGroups.find('default')).rejects.toMatchObject({ code: 'OPENSTACK_AMBIGUOUS' });
    expect((await securityGroups.find('default', { projectId })).id).toBe(group?.id);
  });
});

test('RBAC policies share a network with a project, and no longer while it is used', async () => {
  const { networks, subnets, rbacPolicies } = world.cloud.network;
  const shared = await networks.create({ name: 'shared' });
  await subnets.create({ networkId: shared.id, ipVersion: 4, cidr: '10.40.0.0/24' });
  const demo = (await member().networks.find('private')).projectId;
  await expect(member().networks.get(shared.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  const wanted = {
    objectType: 'network',
    objectId: shared.id,
    action: 'access_as_shared',
    targetProjectId: demo,
  } as const;
  const policy = await rbacPolicies.create(wanted);
  expect(policy).toMatchObject(wanted);
  await expect(rbacPolicies.create(wanted)).rejects.toMatchObject({ kind: 'conflict' });
  expect(await rbacPolicies.list({ objectId: shared.id, targetProjectId: demo })).toEqual([policy]);
  expect(await member().networks.get(shared.id)).toMatchObject({ shared: true });
  const port = await member().ports.create({ networkId: shared.id });
  await expect(rbacPolicies.delete(policy.id)).rejects.toMatchObject({ serviceErrorType: 'RbacPolicyInUse' });
  await member().ports.delete(port.id);
  await rbacPolicies.update(policy.id, { targetProjectId: 'f'.repeat(32) });
  await rbacPolicies.delete(policy.id);
  await expect(member().networks.get(shared.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
});
