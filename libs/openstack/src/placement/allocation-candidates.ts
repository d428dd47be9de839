import type { ServiceClient } from '../core/service-client.ts';
import { type ResourceGroup, groupFitsNothing, groupQuery, groupSince } from './resource-group.ts';

/** Something to find a place for. */
export interface CandidateRequest extends ResourceGroup {
  /** Further groups by suffix (`1`, `_net`); each is given by one provider as a whole. */
  groups?: Readonly<Record<string, ResourceGroup>>;
  /** With more than one of `groups`: by different providers (`isolate`), or `none`. */
  groupPolicy?: 'isolate' | 'none';
  /** Traits that the root of the tree has, or has not. */
  rootRequired?: readonly string[];
  rootForbidden?: readonly string[];
  /** At most so many; default all. */
  limit?: number;
}

/** One place: who would give what. */
export interface AllocationCandidate {
  /** Amounts by provider and resource class. */
  allocations: Record<string, Record<string, number>>;
  /** The providers that serve each group, by suffix; the empty one is the request's own. */
  mappings: Record<string, string[]>;
}

/** A provider of a tree that can serve the request. */
export interface ProviderSummary {
  id: string;
  parentId: string | null;
  rootId: string;
  traits: string[];
  /** All classes that it has. */
  resources: Record<string, { capacity: number; used: number }>;
}

export interface AllocationCandidates {
  candidates: AllocationCandidate[];
  providers: ProviderSummary[];
}

/**
 * `GET /allocation_candidates`: what nova's scheduler asks before its own filters. For admins.
 * @throws OPENSTACK_BAD_REQUEST for a resource class or trait that there is not
 */
export async function allocationCandidates(
  placement: ServiceClient,
  request: CandidateRequest,
): Promise<AllocationCandidates> {
  const { groups = {}, groupPolicy, rootRequired = [], rootForbidden = [], limit, ...own } = request;
  const all = [own, ...Object.values(groups)];
  const suffixed = Object.entries(groups).flatMap(([suffix, group]) => Object.entries(groupQuery(group, suffix)));
  if (all.some(groupFitsNothing)) return { candidates: [], providers: [] };
  const root = [...rootRequired, ...rootForbidden.map((trait) => `!${trait}`)].join(',');
  const operation = {
    method: 'GET',
    path: '/allocation_candidates',
    query: {
      ...groupQuery(own),
      ...Object.fromEntries(suffixed),
      group_policy: groupPolicy,
      root_required: root === '' ? undefined : root,
      limit,
    },
    key: 'allocation_requests',
    label: 'list allocation candidates',
    since: all.some((group) => groupSince(group) === '1.39') ? '1.39' : '1.35',
  } as const;
  return placement.ask(operation, (body: PlacementCandidates) => ({
    candidates: body.allocation_requests.map(({ allocations, mappings }) => ({
      allocations: Object.fromEntries(Object.entries(allocations).map(([id, one]) => [id, one.resources])),
      mappings,
    })),
    providers: Object.entries(body.provider_summaries).map(([id, one]) => ({
      id,
      parentId: one.parent_provider_uuid,
      rootId: one.root_provider_uuid,
      traits: one.traits,
      resources: one.resources,
    })),
  }));
}

interface PlacementCandidates {
  allocation_requests: {
    allocations: Record<string, { resources: Record<string, number> }>;
    mappings: Record<string, string[]>;
  }[];
  provider_summaries: Record<
    string,
    {
      resources: Record<string, { capacity: number; used: number }>;
      traits: string[];
      parent_provider_uuid: string | null;
      root_provider_uuid: string;
    }
  >;
}
