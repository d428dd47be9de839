import { utc, utcOrNull } from '../core/utc.ts';

/** A group of hosts that the scheduler knows, and perhaps an availability zone. */
export interface Aggregate {
  id: number;
  uuid: string;
  name: string;
  availabilityZone: string | null;
  hosts: string[];
  /** With the zone as `availability_zone`. */
  metadata: Record<string, string>;
  createdAt: string;
  updatedAt: string | null;
}

/** Nova's own form of it; what was just made comes without hosts and metadata. */
export interface NovaAggregate {
  id: number;
  uuid: string;
  name: string;
  availability_zone: string | null;
  hosts?: string[];
  metadata?: Record<string, string>;
  created_at: string;
  updated_at: string | null;
}

export const aggregate = (raw: NovaAggregate): Aggregate => ({
  id: raw.id,
  uuid: raw.uuid,
  name: raw.name,
  availabilityZone: raw.availability_zone,
  hosts: raw.hosts ?? [],
  metadata: raw.metadata ?? (raw.availability_zone === null ? {} : { availability_zone: raw.availability_zone }),
  createdAt: utc(raw.created_at),
  updatedAt: utcOrNull(raw.updated_at),
});
