import { CARE_ACTIONS } from './care-actions.ts';
import { restoreDeleted, startDeletion } from './deletion.ts';
import { CONTROLLER } from './instance-actions.ts';
import { MOVES } from './move-actions.ts';
import { invalidField, policy } from './nova-errors.ts';
import { POWER_ACTIONS } from './power-actions.ts';
import { type ServerAction, field } from './server-action.ts';
import { SECURITY_GROUP_ACTIONS } from './security-group-actions.ts';
import { SHELVE_ACTIONS } from './shelve-actions.ts';
import { startSnapshot } from './snapshot.ts';

/** By the key of the body. */
export const SERVER_ACTIONS: Readonly<Record<string, ServerAction>> = {
  ...MOVES,
  ...POWER_ACTIONS,
  ...CARE_ACTIONS,
  ...SHELVE_ACTIONS,
  ...SECURITY_GROUP_ACTIONS,
  createImage: {
    recordedAs: 'createImage',
    locks: false,
    from: ['active', 'stopped', 'paused', 'suspended'],
    check: (_call, argument) => {
      if (field(argument, 'name') === undefined) {
        throw invalidField('createImage', argument, "'name' is a required property");
      }
    },
    run: (call, server, log, argument) => {
      const wanted = argument as { name: string; metadata?: Record<string, string> };
      const image = startSnapshot(call, server, log, { name: wanted.name, metadata: wanted.metadata ?? {} });
      if (call.speaks('2.45')) return { status: 202, body: { image_id: image.id } };
      return { status: 202, headers: { location: `${call.linkBase}/images/${image.id}` } };
    },
  },
  lock: {
    recordedAs: 'lock',
    locks: false,
    check: (_call, argument) => {
      if (field(argument, 'locked_reason') === '') throw invalidField('locked_reason', '', "'' is too short");
    },
    run: ({ world, caller, speaks }, server, log, argument) => {
      const reason = speaks('2.73') ? (field(argument, 'locked_reason') as string | undefined) : undefined;
      const own = caller.projectId === server.projectId;
      world.update(server, { lockedBy: own ? 'owner' : 'admin', lockedReason: reason ?? null });
      log.note('api_lock', CONTROLLER);
      return undefined;
    },
  },
  unlock: {
    recordedAs: 'unlock',
    locks: false,
    precheck: ({ caller }, server) => {
      if (server.lockedBy === 'admin' && !caller.admin)
        throw policy('os_compute_api:os-lock-server:unlock:unlock_override');
    },
    run: ({ world }, server, log) => {
      world.update(server, { lockedBy: null, lockedReason: null });
      log.note('api_unlock', CONTROLLER);
      return undefined;
    },
  },
  'os-resetState': {
    recordedAs: 'resetState',
    adminRule: 'os_compute_api:os-admin-actions:reset_state',
    locks: false,
    check: (_call, argument) => {
      const state = field(argument, 'state');
      if (state !== 'active' && state !== 'error') {
        throw invalidField('state', state, `'${String(state)}' is not one of ['active', 'error']`);
      }
    },
    run: ({ world }, server, _log, argument) => {
      world.update(server, { vmState: field(argument, 'state') as 'active' | 'error', taskState: null });
      return undefined;
    },
  },
  forceDelete: {
    recordedAs: 'delete',
    run: ({ world }, server, log) => {
      startDeletion(world, server, log);
      return undefined;
    },
  },
  restore: {
    recordedAs: 'restore',
    from: ['soft-delete'],
    run: ({ world }, server, log) => {
      restoreDeleted(world, server, log);
      return undefined;
    },
  },
};
