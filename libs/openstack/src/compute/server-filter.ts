import type { Operation } from '../core/service-client.ts';

export interface ServerFilter {
  /** The compute service it is on. Admins only. */
  host?: string;
  /** Default true, which is for admins only; false: those of the token's project. */
  allProjects?: boolean;
  /** `ACTIVE`, `SHUTOFF`, `ERROR`, ... */
  status?: string;
  projectId?: string;
  userId?: string;
  /** A regular expression on the name, as nova's database understands it. */
  name?: string;
  flavorId?: string;
  imageId?: string;
  availabilityZone?: string;
  /** UTC ISO 8601: what changed since then, deleted servers too. */
  changesSince?: string;
  /** Only deleted servers, as long as nova remembers them. Admins only. */
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
