import type { SimulatedMigration } from './compute-records.ts';
import { beginAction } from './instance-actions.ts';
import { IN_PROGRESS } from './migration-record.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, novaError, wrongState } from './nova-errors.ts';
import { migrationBase } from './nova-migrations.ts';
import { visibleServer } from './nova-servers.ts';

/** `/servers/{id}/migrations`: the live migrations that run, and what can be done with one. */
export function serveRunningMigrations(api: NovaApi): void {
  api.route('GET', '/servers/:id/migrations', running, { adminRule: 'os_compute_api:servers:migrations:index' });
  api.route(
    'GET',
    '/servers/:id/migrations/:migration',
    (call) => {
      const found = inProgress(call).find(({ id }) => String(id) === param(call, 'migration'));
      if (found === undefined) throw notFound(call);
      return { status: 200, body: { migration: progressView(call, found) } };
    },
    { adminRule: 'os_compute_api:servers:migrations:show' },
  );
  api.route('DELETE', '/servers/:id/migrations/:migration', abort, {
    adminRule: 'os_compute_api:servers:migrations:delete',
  });
  api.route('POST', '/servers/:id/migrations/:migration/action', forceComplete, {
    adminRule: 'os_compute_api:servers:migrations:force_complete',
  });
}

function running(call: NovaCall) {
  return { status: 200, body: { migrations: inProgress(call).map((one) => progressView(call, one)) } };
}

function inProgress(call: NovaCall): SimulatedMigration[] {
  const server = visibleServer(call, param(call, 'id'));
  return call.world.state.migrations.filter(
    (one) => one.serverId === server.id && one.type === 'live-migration' && IN_PROGRESS.includes(one.status),
  );
}

function abort(call: NovaCall) {
  const { world } = call;
  const server = visibleServer(call, param(call, 'id'));
  if (server.taskState !== 'migrating') {
    throw novaError(409, `Instance ${server.id} is in an invalid state for 'abort live migration'`);
  }
  const migration = world.state.migrations.find((one) => String(one.id) === param(call, 'migration'));
  if (migration?.serverId !== server.id) throw notFound(call);
  const early = ['queued', 'preparing'];
  if (migration.status !== 'running' && !(call.speaks('2.65') && early.includes(migration.status))) {
    throw badRequest(
      `Migration ${migration.id} state of instance ${server.id} is ${migration.status}. Cannot abort live migration while the migration is in this state.`,
    );
  }
  const log = beginAction(call, server.id, 'live_migration_cancel');
  log.note('compute_live_migration_abort', migration.sourceCompute);
  migration.aborted = true;
  if (migration.transfer !== null || migration.status === 'queued') migration.running?.wake();
  return { status: 202 };
}

function forceComplete(call: NovaCall) {
  const { world, request } = call;
  if (Object.keys(request.body ?? {}).join() !== 'force_complete') {
    throw badRequest('There is no such action');
  }
  const server = visibleServer(call, param(call, 'id'));
  if (server.vmState !== 'active') throw wrongState('force_complete', server.id, 'vm_state', server.vmState);
  if (server.taskState !== 'migrating') {
    throw server.taskState === null
      ? novaError(409, `Instance ${server.id} is in an invalid state for 'force_complete'`)
      : wrongState('force_complete', server.id, 'task_state', server.taskState);
  }
  const migration = world.state.migrations.find((one) => String(one.id) === param(call, 'migration'));
  if (migration?.serverId !== server.id) {
    throw badRequest(`Migration ${param(call, 'migration')} not found for instance ${server.id}`);
  }
  if (migration.status !== 'running') {
    throw badRequest(
      `Migration ${migration.id} state of instance ${server.id} is ${migration.status}. Cannot force complete while the migration is in this state.`,
    );
  }
  const log = beginAction(call, server.id, 'live_migration_force_complete');
  log.note('compute_live_migration_force_complete', migration.sourceCompute);
  if (migration.transfer !== null) migration.running?.wake();
  return { status: 202 };
}

const notFound = (call: NovaCall) =>
  novaError(404, `Migration ${param(call, 'migration')} for server ${param(call, 'id')} is not in progress.`);

function progressView(call: NovaCall, one: SimulatedMigration): object {
  const { transfer } = one;
  const share = transfer === null ? 0 : call.world.timeline.secondsSince(transfer.since) / transfer.seconds;
  const done = transfer === null ? 0 : Math.floor(transfer.memoryBytes * Math.min(1, share));
  const bytes = (value: number) => (transfer === null ? null : value);
  return {
    ...migrationBase(call, one),
    server_uuid: one.serverId,
    memory_total_bytes: bytes(transfer?.memoryBytes ?? 0),
    memory_processed_bytes: bytes(done),
    memory_remaining_bytes: bytes((transfer?.memoryBytes ?? 0) - done),
    disk_total_bytes: bytes(0),
    disk_processed_bytes: bytes(0),
    disk_remaining_bytes: bytes(0),
  };
}
