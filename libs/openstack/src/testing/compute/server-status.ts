import type { SimulatedServer, VmState } from './compute-records.ts';

const IDLE: Record<VmState, string> = {
  building: 'BUILD',
  active: 'ACTIVE',
  stopped: 'SHUTOFF',
  paused: 'PAUSED',
  suspended: 'SUSPENDED',
  rescued: 'RESCUE',
  resized: 'VERIFY_RESIZE',
  error: 'ERROR',
  'soft-delete': 'SOFT_DELETED',
  shelved: 'SHELVED',
  shelved_offloaded: 'SHELVED_OFFLOADED',
  deleted: 'DELETED',
};

const RESIZE = {
  resize_prep: 'RESIZE',
  resize_migrating: 'RESIZE',
  resize_migrated: 'RESIZE',
  resize_finish: 'RESIZE',
};

const REBUILD = { rebuilding: 'REBUILD', rebuild_block_device_mapping: 'REBUILD', rebuild_spawning: 'REBUILD' };

const BUSY: Partial<Record<VmState, Record<string, string>>> = {
  active: {
    ...RESIZE,
    migrating: 'MIGRATING',
    rebooting: 'REBOOT',
    reboot_started: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    ...REBUILD,
  },
  stopped: { ...RESIZE, ...REBUILD, rebooting_hard: 'HARD_REBOOT' },
  error: REBUILD,
  paused: { migrating: 'MIGRATING' },
  resized: { resize_reverting: 'REVERT_RESIZE' },
};

/** What nova shows as `status`: made from the vm state and, in some, the task state. */
export const serverStatus = ({ vmState, taskState }: SimulatedServer): string =>
  BUSY[vmState]?.[taskState ?? ''] ?? IDLE[vmState];

/** Every status that a filter may name. */
export const STATUSES: ReadonlySet<string> = new Set([
  ...Object.values(IDLE),
  ...Object.values(BUSY).flatMap((states) => Object.values(states)),
  'PASSWORD',
]);
