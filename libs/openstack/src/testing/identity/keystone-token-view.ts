import type { World } from '../world.ts';
import type { SimulatedToken } from './identity-records.ts';
import { isScoped, tokenRoles } from './tokens.ts';

/** The `token` object of keystone's answers. */
export function tokenView(world: World, token: SimulatedToken, url: string): object {
  const { users, projects } = world.state;
  const user = users.find((one) => one.id === token.userId);
  const project = projects.find((one) => one.id === token.projectId);
  return {
    methods: token.methods,
    user: {
      domain: domainView(world, user?.domainId),
      id: token.userId,
      name: user?.name,
      password_expires_at: null,
    },
    audit_ids: ['c2ltdWxhdGVkLWF1ZGl0LQ'],
    expires_at: time(token.expiresAt),
    issued_at: time(token.issuedAt),
    ...(project && {
      project: { domain: domainView(world, project.domainId), id: project.id, name: project.name },
      is_domain: false,
    }),
    ...(token.domainId !== null && { domain: domainView(world, token.domainId) }),
    ...(token.system && { system: { all: true } }),
    ...(isScoped(token) && {
      roles: tokenRoles(world, token).map(({ id, name }) => ({ id, name })),
      catalog: catalog(world, url),
    }),
  };
}

function catalog(world: World, url: string): object[] {
  const services = [
    { type: 'identity', name: 'keystone', path: '/identity/v3' },
    { type: 'compute', name: 'nova', path: '/compute/v2.1' },
    { type: 'image', name: 'glance', path: '/image' },
    { type: 'network', name: 'neutron', path: '/network' },
  ];
  const { region } = world.settings;
  return services.map(({ type, name, path }) => ({
    id: `${name}-service`,
    type,
    name,
    endpoints: ['public', 'internal', 'admin'].map((face) => ({
      id: `${name}-${face}`,
      interface: face,
      region_id: region,
      region,
      url: `${url}${path}`,
    })),
  }));
}

const domainView = (world: World, id: string | undefined): object => {
  const domain = world.state.domains.find((one) => one.id === id);
  return { id, name: domain?.name };
};

const time = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}.000000Z`;
