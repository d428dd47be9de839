import type { ConfigInput } from '@opsbook/services';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';

/** A site with a profile of each kind. */
export const SITE: ConfigInput = {
  projects: {
    networks: {
      internal: {
        kind: 'shared',
        network: 'private',
        securityGroups: { default: [{ protocol: 'icmp' }, { protocol: 'tcp', portMin: 22 }] },
      },
      external: {
        kind: 'own',
        externalNetwork: 'site-external',
        range: '192.168.0.0/16',
        dnsNameservers: ['192.0.2.53'],
        securityGroups: {
          default: [{ direction: 'egress', protocol: 'tcp', portMin: 1, portMax: 65_535, except: ['10.0.0.0/8'] }],
        },
      },
    },
    defaultNetwork: 'internal',
  },
};

export const wishes = {
  cloud: 'test',
  name: 'shop',
  email: 'shop-team@example.test',
  description: 'the shop',
  network: 'external',
  admins: ['admin'],
  users: ['alice', 'bob'],
  userDomain: 'corp',
  adminDomain: 'default',
};

/** A cloud with an external network that projects see only when it is shared with them. */
export async function siteCloud(config: ConfigInput = SITE): Promise<TestCloud> {
  const cloud = await testCloud(config);
  const { state } = cloud.sim;
  const outside = state.networks.find(({ name }) => name === 'public');
  const policy = state.rbacPolicies.find(({ objectId }) => objectId === outside?.id);
  if (outside === undefined || policy === undefined) throw new Error('the simulated cloud has no external network');
  outside.name = 'site-external';
  policy.target = outside.projectId;
  return cloud;
}

/** The project and all that is its own, without ids. */
export function projectState({ sim }: TestCloud, name = 'shop') {
  const { state } = sim;
  const project = state.projects.find((one) => one.name === name);
  if (project === undefined) {
    // What nobody owns any more.
    const ids = new Set(state.projects.map(({ id }) => id));
    const orphans = [...state.networks, ...state.subnets, ...state.routers, ...state.securityGroups]
      .filter(({ projectId }) => !ids.has(projectId))
      .map((one) => one.name);
    const quotas = [state.networkQuotas, state.computeQuotas, state.blockStorageQuotas].flatMap((all) =>
      Object.keys(all),
    );
    return { orphans, quotas: quotas.filter((id) => !ids.has(id)), policies: state.rbacPolicies.length };
  }
  const own = <T extends { projectId: string }>(all: readonly T[]) => all.filter((one) => one.projectId === project.id);
  const groups = own(state.securityGroups);
  return {
    project: { description: project.description, tags: [...project.tags], immutable: project.immutable },
    quota: {
      ...state.networkQuotas[project.id],
      ...state.computeQuotas[project.id],
      ...state.blockStorageQuotas[project.id],
    },
    networks: own(state.networks).map((one) => one.name),
    subnets: own(state.subnets).map(({ name: called, cidr, gatewayIp, allocationPools, dnsNameservers }) => ({
      ...{ name: called, cidr, gatewayIp, allocationPools, dnsNameservers },
    })),
    routers: own(state.routers).map(({ name: called, gatewayNetworkId }) => ({
      name: called,
      to: state.networks.find(({ id }) => id === gatewayNetworkId)?.name,
      legs: state.ports.filter(
        (port) =>
          port.deviceOwner === 'network:router_interface' &&
          own(state.subnets).some(({ id }) => port.fixedIps[0]?.subnet_id === id),
      ).length,
    })),
    shared: state.rbacPolicies
      .filter(({ target }) => target === project.id)
      .map(({ objectId, action }) => `${state.networks.find(({ id }) => id === objectId)?.name ?? '?'} ${action}`),
    rules: Object.fromEntries(
      groups.map((group) => [
        group.name,
        state.securityGroupRules
          .filter(
            ({ securityGroupId, remoteGroupId, protocol, remoteIpPrefix }) =>
              securityGroupId === group.id && remoteGroupId === null && (protocol !== null || remoteIpPrefix !== null),
          )
          .map(
            ({ direction, protocol, portRangeMin: min, portRangeMax: max, remoteIpPrefix: prefix }) =>
              `${direction} ${protocol ?? 'any'} ${min ?? ''}-${max ?? ''} ${prefix ?? 'anywhere'}`,
          ),
      ]),
    ),
    members: state.roleAssignments
      .filter(({ projectId }) => projectId === project.id)
      .map(
        ({ roleId, userId }) =>
          `${state.users.find(({ id }) => id === userId)?.name ?? '?'} ${state.roles.find(({ id }) => id === roleId)?.name ?? '?'}`,
      )
      .toSorted(),
  };
}
