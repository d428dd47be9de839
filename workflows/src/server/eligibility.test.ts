import { describe, expect, it } from '@jest/globals';
import type { Server } from '@opsbook/openstack';
import type { MigrationPolicy } from '@opsbook/services';
import { type Wishes, eligibility } from './eligibility.ts';

const web: Server = {
  id: '6f1c2c1e-6a51-4f0c-9a55-0f8f4f0a0001',
  name: 'web',
  status: 'ACTIVE',
  vmState: 'active',
  taskState: null,
  powerState: 'running',
  host: 'hv1',
  hypervisorHostname: 'hv1.example.com',
  instanceName: 'instance-00000001',
  hostStatus: 'UP',
  projectId: 'demo',
  userId: 'somebody',
  availabilityZone: 'nova',
  locked: false,
  lockedReason: null,
  flavor: { name: 'm1.small', vcpus: 1, ramMiB: 2048, diskGiB: 20, ephemeralGiB: 0, swapMiB: 0, extraSpecs: {} },
  imageId: 'cirros',
  volumes: [],
  addresses: [],
  metadata: {},
  tags: [],
  description: null,
  keyName: null,
  securityGroups: [],
  createdAt: '2030-01-01T00:00:00Z',
  updatedAt: null,
  launchedAt: null,
  fault: null,
  progress: null,
};

const rule = (more: Partial<MigrationPolicy>): MigrationPolicy => ({
  name: 'a rule',
  match: { serverName: ['*'] },
  action: 'move',
  ...more,
});

const wish = (more: Partial<Wishes> = {}): Wishes => ({
  liveMigration: true,
  snapshot: false,
  includeLocked: false,
  ...more,
});

const decide = (server: Partial<Server>, wishes: Partial<Wishes> = {}, policy?: Partial<MigrationPolicy>) =>
  eligibility({ ...web, ...server }, policy === undefined ? [] : [rule(policy)], wish(wishes));

const BOTH = [true, false] as const;
const ACTIONS = [undefined, 'move', 'cold', 'skip'] as const;
const LIVE_ONLY = 'a paused server can only be moved live';
const SKIPPED = "policy 'a rule': not moved";

describe('how a server moves', () => {
  // Status, and what becomes of it: asked for live, asked for cold.
  const table = {
    ACTIVE: { none: ['live', 'cold'], move: ['live', 'cold'], cold: ['cold', 'cold'], skip: [SKIPPED, SKIPPED] },
    PAUSED: {
      none: ['live', LIVE_ONLY],
      move: ['live', LIVE_ONLY],
      cold: [LIVE_ONLY, LIVE_ONLY],
      skip: [SKIPPED, SKIPPED],
    },
    SHUTOFF: { none: ['cold', 'cold'], move: ['cold', 'cold'], cold: ['cold', 'cold'], skip: [SKIPPED, SKIPPED] },
  } as const;

  const cases = Object.entries(table).flatMap(([status, rows]) =>
    ACTIONS.flatMap((action) => {
      const [live, cold] = rows[action ?? 'none'];
      return [
        { status, action, liveMigration: true, expected: live },
        { status, action, liveMigration: false, expected: cold },
      ];
    }),
  );

  it.each(cases)(
    '$status, asked for live: $liveMigration, policy: $action -> $expected',
    ({ status, action, liveMigration, expected }) => {
      for (const snapshot of BOTH) {
        const found = decide({ status }, { liveMigration, snapshot }, action && { action });
        expect(found).toEqual(
          expected === 'live' || expected === 'cold'
            ? { eligible: true, how: expected, snapshot }
            : { eligible: false, why: expected },
        );
      }
    },
  );
});

describe('a server that nova would not move', () => {
  it.each([
    ['BUILD', 'it is still being built'],
    ['ERROR', 'it is in ERROR: look at its fault, then reset its state or rebuild it'],
    ['MIGRATING', 'it is being moved already'],
    ['REBUILD', 'it is being rebuilt'],
    ['RESIZE', 'it is being resized'],
    ['VERIFY_RESIZE', 'its last resize waits to be confirmed or reverted'],
    ['SUSPENDED', 'a suspended server cannot be moved: resume it first'],
    ['RESCUE', 'it is being rescued'],
    ['SHELVED', 'it is shelved'],
    ['SHELVED_OFFLOADED', 'it is shelved and on no hypervisor'],
    ['SOFT_DELETED', 'it is deleted and kept for a while: restore it or delete it for good'],
    ['UNKNOWN', 'its cell does not answer'],
    ['REBOOT', 'its status is REBOOT'],
    ['HARD_REBOOT', 'its status is HARD_REBOOT'],
    ['PASSWORD', 'its status is PASSWORD'],
    ['REVERT_RESIZE', 'its status is REVERT_RESIZE'],
    ['DELETED', 'its status is DELETED'],
    ['SOMETHING_NEW', 'its status is SOMETHING_NEW'],
  ])('%s stays, whatever is asked for: %s', (status, why) => {
    for (const liveMigration of BOTH)
      for (const snapshot of BOTH)
        for (const includeLocked of BOTH)
          for (const action of ['move', 'cold'] as const)
            for (const policy of [undefined, { action }, { action, snapshot: true }])
              expect(decide({ status }, { liveMigration, snapshot, includeLocked }, policy)).toEqual({
                eligible: false,
                why,
              });
  });

  it('is one that it is busy with, also with a snapshot', () => {
    for (const status of ['ACTIVE', 'PAUSED', 'SHUTOFF', 'ERROR'])
      for (const liveMigration of BOTH)
        expect(decide({ status, taskState: 'image_uploading' }, { liveMigration, includeLocked: true })).toEqual({
          eligible: false,
          why: 'nova is busy with it: image_uploading',
        });
  });
});

describe('a locked server', () => {
  it.each(['ACTIVE', 'PAUSED', 'SHUTOFF'])(
    'that is %s stays, with the reason of the lock, unless it is asked for',
    (status) => {
      for (const snapshot of BOTH) {
        const locked = { status, locked: true };
        expect(decide(locked, { snapshot })).toEqual({ eligible: false, why: 'it is locked' });
        expect(decide({ ...locked, lockedReason: 'audit' }, { snapshot })).toEqual({
          eligible: false,
          why: 'it is locked: audit',
        });
        const open = decide({ status }, { snapshot });
        expect(decide(locked, { snapshot, includeLocked: true })).toEqual(open);
        expect(open).toMatchObject({ eligible: true, snapshot });
      }
    },
  );

  it('stays where a rule says so, although locked ones are asked for', () => {
    expect(decide({ locked: true }, { includeLocked: true }, { action: 'skip', reason: 'licensed by host' })).toEqual({
      eligible: false,
      why: "policy 'a rule': licensed by host",
    });
  });
});

describe('a snapshot', () => {
  // Asked for, what the rule says, whether it boots from a volume -> whether one is made, and whether that is said.
  it.each([
    [false, undefined, false, false, false],
    [false, undefined, true, false, false],
    [false, false, false, false, false],
    [false, false, true, false, false],
    [false, true, false, true, false],
    [false, true, true, false, true],
    [true, undefined, false, true, false],
    [true, undefined, true, false, true],
    [true, false, false, false, false],
    [true, false, true, false, false],
    [true, true, false, true, false],
    [true, true, true, false, true],
  ])('asked for: %s, rule: %s, on a volume: %s -> made: %s, noted: %s', (asked, ruled, onVolume, made, noted) => {
    for (const [status, liveMigration, how] of [
      ['ACTIVE', true, 'live'],
      ['PAUSED', true, 'live'],
      ['ACTIVE', false, 'cold'],
      ['SHUTOFF', true, 'cold'],
    ] as const) {
      const policy = ruled === undefined ? undefined : { snapshot: ruled };
      const found = decide({ status, imageId: onVolume ? null : 'cirros' }, { liveMigration, snapshot: asked }, policy);
      expect(found).toEqual({
        eligible: true,
        how,
        snapshot: made,
        ...(noted && { note: 'no snapshot: it boots from a volume' }),
      });
    }
  });
});

describe('of several rules', () => {
  it('the first that fits decides, and one that does not fit says nothing', () => {
    const rules = [
      rule({ name: 'others', match: { serverName: ['db-*'] }, action: 'skip' }),
      rule({ name: 'first', match: { flavor: ['m1.*'] }, action: 'cold' }),
      rule({ name: 'second', action: 'skip' }),
    ];
    expect(eligibility(web, rules, wish())).toEqual({ eligible: true, how: 'cold', snapshot: false });
    expect(eligibility({ ...web, name: 'db-1' }, rules, wish())).toEqual({
      eligible: false,
      why: "policy 'others': not moved",
    });
  });
});
