import { OpenStackError } from '../core/errors.ts';
import type { Operation } from '../core/service-client.ts';
import type { NovaServer } from './server.ts';

export interface ServerFilter {
  /** The compute service it is on. Admins only; for others the list is refused, where nova would pass over the filter. */
  host?: string;
  /** Default true, which is for admins only; false: those of the token's project. */
  allProjects?: boolean;
  /** `ACTIVE`, `SHUTOFF`, `ERROR`, ... */
  status?: string;
  /** Admins only, as `host`. */
  projectId?: string;
  userId?: string;
  /** A regular expression on the name, as nova's database understands it. */
  name?: string;
  flavorId?: string;
  imageId?: string;
  availabilityZone?: string;
  /** UTC ISO 8601: what changed since then, deleted servers too. */
  changesSince?: string;
  /** Only deleted servers, as long as nova remembers them. Admins only: nova passes over it for others. */
  deleted?: boolean;
  /** Items per page; nova caps it silently, at 1000 by default. */
  limit?: number;
}

export const serverQuery = (filter: ServerFilter): NonNullable<Operation['query']> => ({
  all_tenants: (filter.allProjects ?? true) ? true : undefined,
  host: filter.host,
  status: filter.status,
  project_id: filter.projectId,
  user_id: filter.userId,
  name: filter.name,
  flavor: filter.flavorId,
  image: filter.imageId,
  availability_zone: filter.availabilityZone,
  'changes-since': filter.changesSince,
  deleted: filter.deleted,
  limit: filter.limit,
});

/**
 * Refuses a server that the filter excludes. Nova drops, without a word, the filters that the policy does not allow to the
 * user (`os_compute_api:servers:allow_all_filters`): the servers of every host would be taken for those of one.
 * @throws OPENSTACK_FORBIDDEN
 */
export function refuseUnfiltered(raw: NovaServer, { host, projectId }: ServerFilter): void {
  const passedOver =
    host !== undefined && raw['OS-EXT-SRV-ATTR:host'] !== host
      ? 'host'
      : projectId !== undefined && raw.tenant_id !== projectId
        ? 'project'
        : undefined;
  if (passedOver === undefined) return;
  throw new OpenStackError(
    'OPENSTACK_FORBIDDEN',
    `list servers: compute passed over the filter on the ${passedOver}; the user lacks a role that the policy asks for`,
    { service: 'compute' },
  );
}
