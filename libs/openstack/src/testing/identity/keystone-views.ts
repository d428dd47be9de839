import type {
  SimulatedDomain,
  SimulatedGroup,
  SimulatedProject,
  SimulatedRole,
  SimulatedUser,
} from './identity-records.ts';
import { optionsView } from './keystone-immutable.ts';
import { linked } from './keystone-list.ts';

// How keystone shows what it keeps; `base` is its address, for the links.

export const projectView = (base: string) => (project: SimulatedProject) => ({
  id: project.id,
  name: project.name,
  domain_id: project.domainId,
  description: project.description,
  enabled: project.enabled,
  parent_id: project.parentId,
  is_domain: false,
  tags: project.tags,
  ...optionsView(project),
  ...linked(base, `/projects/${project.id}`),
});

/** A domain as the project that keystone takes it for as well. */
export const domainAsProject = (base: string) => (domain: SimulatedDomain) => ({
  id: domain.id,
  name: domain.name,
  domain_id: null,
  description: domain.description,
  enabled: domain.enabled,
  parent_id: null,
  is_domain: true,
  tags: [],
  ...optionsView(domain),
  ...linked(base, `/projects/${domain.id}`),
});

export const domainView = (base: string) => (domain: SimulatedDomain) => ({
  id: domain.id,
  name: domain.name,
  description: domain.description,
  enabled: domain.enabled,
  tags: [],
  ...optionsView(domain),
  ...linked(base, `/domains/${domain.id}`),
});

export const userView = (base: string) => (user: SimulatedUser) => ({
  ...(user.email !== null && { email: user.email }),
  ...(user.description !== null && { description: user.description }),
  ...(user.defaultProjectId !== null && { default_project_id: user.defaultProjectId }),
  id: user.id,
  name: user.name,
  domain_id: user.domainId,
  enabled: user.enabled,
  password_expires_at: null,
  options: {},
  ...linked(base, `/users/${user.id}`),
});

export const groupView = (base: string) => (group: SimulatedGroup) => ({
  id: group.id,
  name: group.name,
  domain_id: group.domainId,
  description: group.description,
  ...linked(base, `/groups/${group.id}`),
});

export const roleView = (base: string) => (role: SimulatedRole) => ({
  id: role.id,
  name: role.name,
  domain_id: role.domainId,
  description: role.description,
  ...optionsView(role),
  ...linked(base, `/roles/${role.id}`),
});
