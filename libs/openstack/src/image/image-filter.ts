import type { QueryValue } from '@opsbook/http';
import type { Image } from './image-shape.ts';

/** Compared with a time of an image, to the second. */
export interface TimeBound {
  op: 'lt' | 'lte' | 'eq' | 'neq' | 'gte' | 'gt';
  /** ISO 8601, UTC. */
  time: string;
}

export interface ImageFilter {
  /** The whole name; any of several. */
  name?: string | readonly string[];
  id?: string | readonly string[];
  status?: Image['status'] | readonly Image['status'][];
  /** Of this project. */
  owner?: string;
  /** Default: public, shared with the project, and its own; `all` is for admins. */
  visibility?: Image['visibility'] | 'all';
  /** It has all of them. */
  tag?: string | readonly string[];
  /** Of those shared with the project; default `accepted`. */
  memberStatus?: 'pending' | 'accepted' | 'rejected' | 'all';
  diskFormat?: string | readonly string[];
  containerFormat?: string | readonly string[];
  createdAt?: TimeBound;
  updatedAt?: TimeBound;
  minSizeBytes?: number;
  maxSizeBytes?: number;
  protected?: boolean;
  /** Default false: those that are not hidden. */
  hidden?: boolean;
  /** Properties with these values. */
  properties?: Readonly<Record<string, string>>;
  /** `name:asc`, `size:desc`, ...; default the newest first. */
  sort?: readonly string[];
  /** Items per page; default 500. */
  limit?: number;
}

// Glance's default of 25 makes forty requests of what one can answer; it caps silently at 1000.
const PAGE = 500;

/** A filter as glance's query. */
export function imageQuery(filter: ImageFilter): Record<string, QueryValue | readonly QueryValue[] | undefined> {
  return {
    ...filter.properties,
    name: anyOf(filter.name),
    id: anyOf(filter.id),
    status: anyOf(filter.status),
    owner: filter.owner,
    visibility: filter.visibility,
    tag: filter.tag,
    member_status: filter.memberStatus,
    disk_format: anyOf(filter.diskFormat),
    container_format: anyOf(filter.containerFormat),
    created_at: bound(filter.createdAt),
    updated_at: bound(filter.updatedAt),
    size_min: filter.minSizeBytes,
    size_max: filter.maxSizeBytes,
    protected: filter.protected,
    os_hidden: filter.hidden,
    sort: filter.sort?.join(','),
    limit: filter.limit ?? PAGE,
  };
}

/** Whether it wants one of no values. */
export const imageFilterFitsNothing = ({ name, id, status, diskFormat, containerFormat }: ImageFilter): boolean =>
  [name, id, status, diskFormat, containerFormat].some((one) => Array.isArray(one) && one.length === 0);

// `ubuntu:24.04` would be read as an operator `ubuntu`; a comma divides what is not quoted.
function anyOf(value: string | readonly string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value.includes(':') ? `eq:${value}` : value;
  return `in:${value.map((one) => (/[",]/.test(one) ? `"${one.replaceAll('"', '\\"')}"` : one)).join(',')}`;
}

const bound = (given: TimeBound | undefined): string | undefined => given && `${given.op}:${given.time}`;
