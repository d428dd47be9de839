import type { HostCapacity } from '@opsbook/openstack';

/** A hypervisor, as what decides whether a server may go there. */
export interface DestinationHost {
  /** Its compute service's name. */
  host: string;
  /** Its own id, which is also that of its resource provider. */
  id: string;
  zone: string;
  up: boolean;
  enabled: boolean;
  /** The metadata of each aggregate that it is in. */
  aggregates: readonly Readonly<Record<string, string>>[];
  /** What it can give; undefined: it has no resource provider, or nobody asked. */
  capacity: HostCapacity | undefined;
}
