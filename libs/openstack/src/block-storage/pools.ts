import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** Where volumes come from, as its driver reported it last. */
export interface StoragePool {
  /** `host@backend#pool`: what volumes call `host`. */
  name: string;
  backendName: string | null;
  /** Infinity where the driver says so; null where it does not know. */
  totalGiB: number | null;
  freeGiB: number | null;
  /** Of the volumes that cinder has there. */
  allocatedGiB: number | null;
  /** That all volumes could grow to. */
  provisionedGiB: number | null;
  /** Kept free. */
  reservedPercentage: number;
  thinProvisioning: boolean;
  /** How many times its size may be promised; null where that is decided anew each time (`auto`), or thick. */
  maxOverSubscriptionRatio: number | null;
  multiattach: boolean;
  storageProtocol: string | string[] | null;
  /** All that the driver says, under cinder's names. */
  capabilities: Record<string, unknown>;
}

/** `/scheduler-stats/get_pools`; for admins. */
export class StoragePools {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  /** @param name of one of them (since 3.28) */
  list({ name }: { name?: string } = {}): Listing<StoragePool> {
    return listing(
      this.#cinder,
      () => ({
        method: 'GET',
        path: '/scheduler-stats/get_pools',
        query: { detail: true, name },
        label: 'list storage pools',
        ...(name !== undefined && { since: '3.28' }),
      }),
      { key: 'pools', idOf: (raw: CinderPool) => raw.name, map: pool },
    );
  }
}

interface CinderPool {
  name: string;
  capabilities: Record<string, unknown>;
}

const pool = ({ name, capabilities }: CinderPool): StoragePool => ({
  name,
  backendName: text(capabilities.volume_backend_name),
  totalGiB: number(capabilities.total_capacity_gb),
  freeGiB: number(capabilities.free_capacity_gb),
  allocatedGiB: number(capabilities.allocated_capacity_gb),
  provisionedGiB: number(capabilities.provisioned_capacity_gb),
  reservedPercentage: number(capabilities.reserved_percentage) ?? 0,
  thinProvisioning: capabilities.thin_provisioning_support === true,
  maxOverSubscriptionRatio: number(capabilities.max_over_subscription_ratio),
  multiattach: capabilities.multiattach === true,
  storageProtocol: Array.isArray(capabilities.storage_protocol)
    ? (capabilities.storage_protocol as string[])
    : text(capabilities.storage_protocol),
  capabilities,
});

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

// Drivers write numbers, numbers as texts, `infinite` and `unknown`.
function number(value: unknown): number | null {
  if (value === 'infinite') return Infinity;
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return null;
  const parsed = Number(value);
  return Number.isNaN(parsed) ? null : parsed;
}
