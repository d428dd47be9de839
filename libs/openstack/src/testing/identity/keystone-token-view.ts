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
      catalog: catalog(world, url, project?.id),
    }),
  };
}

// Keystone leaves out of a catalog what has a project in its address where the token has none.
function catalog(world: World, url: string, projectId: string | undefined): object[] {
  const volumes = `/block-storage/v3/${projectId ?? ''}`;
  const services = [
    { type: 'identity', name: 'keystone', path: '/identity/v3' },
    { type: 'compute', name: 'nova', path: '/compute/v2.1' },
    { type: 'image', name: 'glance', path: '/image' },
    { type: 'network', name: 'neutron', path: '/network' },
    { type: 'placement', name: 'placement', path: '/placement' },
    ...(projectId === undefined
      ? []
      : [
          { type: 'volumev3', name: 'cinderv3', path: volumes },
          { type: 'block-storage', name: 'cinder', path: volumes },
        ]),
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
