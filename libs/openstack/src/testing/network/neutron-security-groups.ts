import type { Given } from '../given.ts';
import { assign, standardView, touch } from './network-record.ts';
import type { SimulatedSecurityGroup } from './network-records.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { groupNotFound, neutronError } from './neutron-errors.ts';
import { refuseOverNetworkQuota } from './neutron-quota.ts';
import { type NeutronResource, isOwn } from './neutron-resource.ts';
import { ruleView } from './neutron-rules.ts';
import { defaultGroup, newGroup } from './security-group-records.ts';

/** `/security-groups` */
export const SECURITY_GROUPS: NeutronResource<SimulatedSecurityGroup> = {
  item: 'security_group',
  collection: 'security_groups',
  records: (state) => state.securityGroups,
  attributes: {
    ...STANDARD,
    name: { post: true, put: true, type: 'string' },
    tags: {},
    stateful: { post: true, put: true, type: 'boolean' },
    shared: {},
  },
  notFound: groupNotFound,
  visible: isOwn,
  view: groupView,
  beforeList: ({ world, caller, request }) => {
    // Seen: to be asked for a project's groups makes its default one, whether the project exists or not.
    for (const id of [...request.query.getAll('project_id'), ...request.query.getAll('tenant_id')])
      defaultGroup(world, id);
    defaultGroup(world, caller.projectId);
  },
  beforeCreate: (_call, all) => {
    for (const { name } of all) {
      if (name !== 'default') continue;
      throw neutronError(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
    }
  },
  create,
  update: ({ world }, group, given) => {
    if (group.name === 'default' && given['name'] !== undefined) {
      throw neutronError(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
    }
    assign(group, { name: 'name', description: 'description', stateful: 'stateful' }, given);
    touch(world, group);
  },
  remove: ({ world, caller }, group) => {
    const { state } = world;
    if (state.ports.some((port) => port.securityGroupIds.includes(group.id))) {
      throw neutronError(409, 'SecurityGroupInUse', `Security Group ${group.id} in use.`);
    }
    if (group.name === 'default' && !caller.admin) {
      const message = 'Insufficient rights for removing default security group.';
      throw neutronError(409, 'SecurityGroupCannotRemoveDefault', message);
    }
    state.securityGroups = state.securityGroups.filter((one) => one !== group);
    state.securityGroupRules = state.securityGroupRules.filter((rule) => rule.securityGroupId !== group.id);
  },
};

function create({ world }: NeutronCall, given: Given, projectId: string): SimulatedSecurityGroup {
  defaultGroup(world, projectId);
  refuseOverNetworkQuota(world, projectId, 'security_group_rule', 2);
  const group = newGroup(world, projectId, '');
  assign(group, { name: 'name', description: 'description', stateful: 'stateful' }, given);
  return group;
}

function groupView({ world }: NeutronCall, group: SimulatedSecurityGroup) {
  const rules = world.state.securityGroupRules.filter((rule) => rule.securityGroupId === group.id);
  return {
    ...standardView(group),
    name: group.name,
    stateful: group.stateful,
    shared: false,
    // Seen: here, unlike on their own, rules have tags and their number in the database.
    security_group_rules: rules.map((rule, index) => ({
      ...ruleView(rule),
      tags: rule.tags,
      standard_attr_id: index + 1,
    })),
  };
}
