import type { KillSite } from './kill-site.ts';
import type { Story } from './story.ts';

/** Projects see the external network only when it is shared with them. */
function prepare({ cloud: { state } }: KillSite): void {
  const outside = state.networks.find(({ name }) => name === 'public');
  const policy = state.rbacPolicies.find(({ objectId }) => objectId === outside?.id);
  if (outside === undefined || policy === undefined) throw new Error('the simulated cloud has no external network');
  policy.target = outside.projectId;
}

function stateOf({ cloud: { state } }: KillSite) {
  const projects = state.projects.filter(({ name }) => name === 'shop');
  const own = <T extends { projectId: string }>(all: readonly T[]) =>
    all.filter(({ projectId }) => projects.some(({ id }) => id === projectId));
  const groups = own(state.securityGroups);
  const legs = state.ports.filter(({ deviceOwner, fixedIps }) => {
    const subnets = own(state.subnets).map(({ id }) => id);
    return deviceOwner === 'network:router_interface' && subnets.includes(String(fixedIps[0]?.subnet_id));
  });
  return {
    projects: projects.map(({ description, tags }) => ({ description, tags: [...tags] })),
    quotas: projects.map(({ id }) => [state.computeQuotas[id], state.networkQuotas[id], state.blockStorageQuotas[id]]),
    networks: own(state.networks).map(({ name }) => name),
    subnets: own(state.subnets).map(({ name, cidr }) => `${name} ${cidr}`),
    routers: own(state.routers).map(({ name }) => name),
    legs: legs.length,
    shared: state.rbacPolicies.filter(({ target }) => projects.some(({ id }) => id === target)).map((p) => p.action),
    rules: groups.map(({ id }) =>
      state.securityGroupRules
        .filter(({ securityGroupId }) => securityGroupId === id)
        .map(({ direction, protocol, portRangeMin: from, etherType }) =>
          [direction, protocol, from, etherType].join(' '),
        )
        .sort(),
    ),
    members: own(state.roleAssignments.flatMap(({ projectId, ...one }) => (projectId ? [{ ...one, projectId }] : [])))
      .map(({ roleId, userId }) => {
        const role = state.roles.find(({ id }) => id === roleId)?.name;
        return `${state.users.find(({ id }) => id === userId)?.name ?? '?'} ${role ?? '?'}`;
      })
      .sort(),
  };
}

const isMade = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && !path.endsWith('/auth/tokens');

export const projectStory: Story = {
  name: 'project.create',
  runbook: 'project.create',
  ends: 'done',
  input: {
    ...{ cloud: 'sandbox', name: 'shop', email: 'shop-team@example.test', description: 'the shop' },
    ...{ network: 'external', admins: ['admin'], users: ['alice', 'bob'], userDomain: 'corp', adminDomain: 'default' },
    cores: 8,
  },
  prepare,
  state: stateOf,
  effects: ({ cloud }) =>
    cloud.requests.filter(isMade).map(({ path }) => `POST ${path.replace(/[0-9a-f-]{32,36}/g, 'ID')}`),
};
