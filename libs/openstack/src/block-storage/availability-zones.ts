import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { ServiceClient } from '../core/service-client.ts';

export interface BlockStorageZone {
  name: string;
  available: boolean;
}

/** `/os-availability-zone`: cinder's own, which need not be called as nova's. */
export class BlockStorageZones {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  list(): Listing<BlockStorageZone> {
    return listing(
      this.#cinder,
      () => ({ method: 'GET', path: '/os-availability-zone', label: 'list availability zones of block storage' }),
      {
        key: 'availabilityZoneInfo',
        idOf: (raw: CinderZone) => raw.zoneName,
        map: ({ zoneName, zoneState }) => ({ name: zoneName, available: zoneState.available }),
      },
    );
  }
}

interface CinderZone {
  zoneName: string;
  zoneState: { available: boolean };
}
