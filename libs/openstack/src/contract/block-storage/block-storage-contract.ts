import type { TargetOf } from '../contract-target.ts';
import { cinderFrameContract } from './cinder-frame.ts';
import { blockStorageOperationsContract } from './block-storage-operations.ts';
import { snapshotsOfVolumesContract } from './snapshots.ts';
import { volumeActionsContract } from './volume-actions.ts';
import { volumeAttachmentsContract } from './volume-attachments.ts';
import { volumeListsContract } from './volume-lists.ts';
import { volumeQuotasContract } from './volume-quotas.ts';
import { volumeTransfersContract } from './volume-transfers.ts';
import { volumeTypesContract } from './volume-types.ts';
import { volumesContract } from './volumes.ts';

/** What cinder does, and nova with its volumes. */
export function blockStorageContract(target: TargetOf, canFail: boolean): void {
  cinderFrameContract(target);
  volumesContract(target);
  volumeListsContract(target);
  volumeActionsContract(target);
  snapshotsOfVolumesContract(target);
  volumeTypesContract(target);
  volumeTransfersContract(target);
  volumeQuotasContract(target);
  blockStorageOperationsContract(target);
  volumeAttachmentsContract(target, canFail);
}
