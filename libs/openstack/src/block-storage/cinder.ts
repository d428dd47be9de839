import type { ServiceDefinition } from '../core/service-client.ts';

/** Cinder; 3.70 is what Zed speaks and what this library is tested against. */
export const CINDER: ServiceDefinition = {
  type: 'block-storage',
  olderTypes: ['volumev3', 'volume'],
  version: 'v3',
  microversion: '3.70',
  microversionName: 'volume',
  // Any path may do without it from 3.67 only.
  inProject: true,
};

/** How a list may be asked for. */
export interface ProjectsFilter {
  /** Of all projects. For admins: others get their own all the same. */
  allProjects?: boolean;
  /** Items per page; cinder's default and cap is 1000. */
  limit?: number;
}

export const PROJECTS_FILTER = { allProjects: 'all_tenants', limit: 'limit' } as const;
