import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { BlockStorageAttachments } from './attachments.ts';
import { BlockStorageZones } from './availability-zones.ts';
import { CINDER } from './cinder.ts';
import { BlockStorageLimits } from './limits.ts';
import { BlockStorageMessages } from './messages.ts';
import { StoragePools } from './pools.ts';
import { BlockStorageQuotas } from './quotas.ts';
import { BlockStorageServices } from './services.ts';
import { VolumeSnapshots } from './snapshots.ts';
import { VolumeTransfers } from './transfers.ts';
import { VolumeTypes } from './volume-types.ts';
import { Volumes } from './volumes.ts';

/** Cinder, but for its backups, groups and replication. */
export class BlockStorage {
  readonly volumes: Volumes;
  readonly snapshots: VolumeSnapshots;
  readonly types: VolumeTypes;
  readonly attachments: BlockStorageAttachments;
  readonly transfers: VolumeTransfers;
  readonly messages: BlockStorageMessages;
  readonly quotas: BlockStorageQuotas;
  readonly limits: BlockStorageLimits;
  readonly services: BlockStorageServices;
  readonly pools: StoragePools;
  readonly availabilityZones: BlockStorageZones;

  constructor(session: Session) {
    const cinder = new ServiceClient(session, CINDER);
    this.volumes = new Volumes(cinder);
    this.snapshots = new VolumeSnapshots(cinder);
    this.types = new VolumeTypes(cinder);
    this.attachments = new BlockStorageAttachments(cinder);
    this.transfers = new VolumeTransfers(cinder);
    this.messages = new BlockStorageMessages(cinder);
    this.quotas = new BlockStorageQuotas(cinder);
    this.limits = new BlockStorageLimits(cinder);
    this.services = new BlockStorageServices(cinder);
    this.pools = new StoragePools(cinder);
    this.availabilityZones = new BlockStorageZones(cinder);
  }
}
