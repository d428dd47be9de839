import type { Running } from '../timeline.ts';

/** Nova's stable states of a server. */
export type VmState =
  | 'building'
  | 'active'
  | 'stopped'
  | 'paused'
  | 'suspended'
  | 'rescued'
  | 'resized'
  | 'error'
  | 'soft-delete'
  | 'shelved'
  | 'shelved_offloaded'
  | 'deleted';

/** Nova's numbers: 0 none, 1 running, 3 paused, 4 shut down, 7 suspended. */
export type PowerNumber = 0 | 1 | 3 | 4 | 7;

/** Times are UTC to the second, `2030-01-01T00:00:00Z`, as nova's database keeps them. */
export interface SimulatedServer {
  id: string;
  /** The number in `instance-00000001`. */
  serial: number;
  name: string;
  vmState: VmState;
  /** What a server in VERIFY_RESIZE or SOFT_DELETED will be again. */
  vmStateBefore: 'active' | 'stopped';
  taskState: string | null;
  powerState: PowerNumber;
  /** The compute service; null before it is placed. */
  host: string | null;
  projectId: string;
  userId: string;
  /** A copy: the flavor may change or go. */
  flavor: SimulatedFlavor;
  /** null: it boots from its first volume. */
  imageId: string | null;
  volumes: { id: string; deleteOnTermination: boolean }[];
  /** Beside those of its ports, which are among the network's. */
  addresses: Record<string, { address: string; mac: string }[]>;
  /** Its ports that were there before it, and outlive it. */
  keptPortIds: string[];
  metadata: Record<string, string>;
  tags: string[];
  description: string | null;
  keyName: string | null;
  configDrive: boolean;
  /** As it was given: base64. */
  userData: string | null;
  /** The image that brings a shelved one back. */
  shelvedImageId: string | null;
  /** Who locked it: an admin's lock cannot be lifted by the project. */
  lockedBy: 'owner' | 'admin' | null;
  lockedReason: string | null;
  fault: { code: number; message: string; details: string; created: string } | null;
  createdAt: string;
  updatedAt: string;
  launchedAt: string | null;
  terminatedAt: string | null;
}

export interface SimulatedHypervisor {
  id: string;
  /** The integer id of versions before 2.53. */
  serial: number;
  hostname: string;
  /** Its compute service's host. */
  host: string;
  hostIp: string;
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  /** How many servers with a GPU flavor fit. */
  gpus: number;
}

export interface SimulatedComputeService {
  id: string;
  serial: number;
  binary: string;
  host: string;
  zone: string;
  disabled: boolean;
  disabledReason: string | null;
  forcedDown: boolean;
  /** false: its heartbeats have ceased. */
  alive: boolean;
  /** The last change or, of a dead one, the last heartbeat; milliseconds. */
  seenAt: number;
}

export interface SimulatedMigration {
  id: number;
  uuid: string;
  serverId: string;
  type: 'live-migration' | 'migration' | 'resize' | 'evacuation';
  status: string;
  sourceCompute: string;
  sourceNode: string;
  destCompute: string | null;
  destNode: string | null;
  destHost: string | null;
  userId: string;
  projectId: string;
  createdAt: string;
  updatedAt: string | null;
  /** Of a live migration that copies: since when, for how many seconds, and how much memory. */
  transfer: { since: number; seconds: number; memoryBytes: number } | null;
  /** Of a resize. */
  flavors: { from: SimulatedFlavor; to: SimulatedFlavor } | null;
  /** Somebody asked to abort it. */
  aborted: boolean;
  /** The course that moves it on; null when it has ended. */
  running: Running | null;
}

export interface SimulatedInstanceAction {
  serverId: string;
  action: string;
  requestId: string;
  userId: string;
  projectId: string;
  startTime: string;
  updatedAt: string;
  message: string | null;
  /** In the order in which they began. */
  events: SimulatedActionEvent[];
}

export interface SimulatedActionEvent {
  event: string;
  host: string;
  startTime: string;
  finishTime: string | null;
  result: 'Success' | 'Error' | null;
  details: string | null;
}

export interface SimulatedFlavor {
  id: string;
  name: string;
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  ephemeralGiB: number;
  swapMiB: number;
  isPublic: boolean;
  disabled: boolean;
  description: string | null;
  extraSpecs: Record<string, string>;
  /** The projects that may use it when it is private. */
  projectIds: string[];
}

/** A public key of a user's. */
export interface SimulatedKeypair {
  /** The number that nova shows beside the name. */
  serial: number;
  name: string;
  userId: string;
  type: 'ssh' | 'x509';
  publicKey: string;
  fingerprint: string;
  createdAt: string;
}

export interface SimulatedServerGroup {
  id: string;
  name: string;
  policy: 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity';
  /** Of anti-affinity. */
  maxServersPerHost: number | null;
  /** Ids of servers, also of such that are gone. */
  members: string[];
  projectId: string;
  userId: string;
}

export interface SimulatedAggregate {
  id: number;
  uuid: string;
  name: string;
  availabilityZone: string | null;
  hosts: string[];
  metadata: Record<string, string>;
  createdAt: string;
  updatedAt: string | null;
}
