import type { ServiceDefinition } from '../core/service-client.ts';

/** Neutron has extensions instead of microversions: what a cloud lacks is not there to ask for. */
export const NEUTRON: ServiceDefinition = { type: 'network', version: 'v2.0' };

/** How a page of a list may be asked for. */
export interface PageFilter {
  /** Items per page; default 1000. */
  limit?: number;
}

/** Of anything that can be tagged. */
export interface TagFilter {
  /** It has all of them. */
  tags?: readonly string[];
  /** It has one of them at least. */
  anyTag?: readonly string[];
  /** It has not all of them. */
  notTags?: readonly string[];
}

export const TAG_FILTER = { tags: 'tags', anyTag: 'tags-any', notTags: 'not-tags' } as const;

/** What neutron keeps of nearly everything (`standardattributes`). */
export interface StandardAttributes {
  id: string;
  description: string;
  /** Empty for what belongs to no project, as a router's gateway port. */
  projectId: string;
  tags: string[];
  createdAt: string;
  updatedAt: string;
  /** Counts changes. */
  revisionNumber: number;
}

/** Neutron's own form of them. */
export interface NeutronStandard {
  id: string;
  description?: string | null;
  project_id: string;
  tags?: string[];
  created_at: string;
  updated_at: string;
  revision_number: number;
}
