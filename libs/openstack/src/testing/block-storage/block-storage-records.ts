/** Times are UTC to the second, as in compute's records. */
export interface SimulatedVolume {
  id: string;
  projectId: string;
  userId: string;
  name: string | null;
  description: string | null;
  status: string;
  sizeGiB: number;
  typeId: string;
  availabilityZone: string;
  bootable: boolean;
  /** As its type was when it was made. */
  multiattach: boolean;
  metadata: Record<string, string>;
  imageMetadata: Record<string, string>;
  snapshotId: string | null;
  sourceVolumeId: string | null;
  /** Its pool; null before it is placed. */
  pool: string | null;
  migrationStatus: string | null;
  attachments: SimulatedAttachment[];
  createdAt: string;
  updatedAt: string | null;
}

/** A server that has a volume, is about to have it, or to lose it. */
export interface SimulatedAttachment {
  id: string;
  serverId: string;
  status: 'reserved' | 'attaching' | 'attached' | 'detaching';
  device: string;
  tag: string | null;
  /** Nova's name of it. */
  deviceMappingId: string;
  attachedAt: string | null;
}

export interface SimulatedVolumeSnapshot {
  id: string;
  volumeId: string;
  projectId: string;
  userId: string;
  name: string | null;
  description: string | null;
  status: string;
  sizeGiB: number;
  metadata: Record<string, string>;
  createdAt: string;
  updatedAt: string | null;
}

export interface SimulatedVolumeType {
  id: string;
  name: string;
  description: string | null;
  isPublic: boolean;
  extraSpecs: Record<string, string>;
  /** The projects that may use a private one. */
  projectIds: string[];
}

export interface SimulatedVolumeTransfer {
  id: string;
  name: string | null;
  volumeId: string;
  projectId: string;
  authKey: string;
  createdAt: string;
}

export interface SimulatedBlockStorageService {
  binary: 'cinder-volume' | 'cinder-scheduler';
  /** `vol1@fake1`; of a scheduler without a backend. */
  host: string;
  disabled: boolean;
  disabledReason: string | null;
  alive: boolean;
}

export interface SimulatedBlockStorageMessage {
  id: string;
  projectId: string;
  eventId: string;
  text: string;
  requestId: string;
  resourceType: 'VOLUME' | 'VOLUME_SNAPSHOT';
  resourceId: string;
}
