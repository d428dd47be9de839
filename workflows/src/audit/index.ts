import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { checkConnections } from './check-connections.ts';
import { compareAggregates } from './compare-aggregates.ts';
import { compareFlavors } from './compare-flavors.ts';
import { compareImages } from './compare-images.ts';
import { findInternalGateways } from './find-internal-gateways.ts';
import { findMissingObjects } from './find-missing-objects.ts';
import { findOldSnapshots } from './find-old-snapshots.ts';
import { findOpenSecurityGroups } from './find-open-security-groups.ts';
import { findOrphans } from './find-orphans.ts';

export {
  checkConnections,
  compareAggregates,
  compareFlavors,
  compareImages,
  findInternalGateways,
  findMissingObjects,
  findOldSnapshots,
  findOpenSecurityGroups,
  findOrphans,
};

/** The runbooks of this domain. */
export const auditRunbooks: readonly AnyRunbook<Services>[] = [
  checkConnections,
  compareAggregates,
  compareFlavors,
  compareImages,
  findInternalGateways,
  findMissingObjects,
  findOldSnapshots,
  findOpenSecurityGroups,
  findOrphans,
];
