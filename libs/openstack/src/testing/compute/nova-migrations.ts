import { beginAction } from './instance-actions.ts';
import { IN_PROGRESS } from './migration-record.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, novaError, wrongState } from './nova-errors.ts';
import { additional, pageOf, refuseUnknown } from './nova-paging.ts';
import { visibleServer } from './nova-servers.ts';
import type { SimulatedMigration } from './compute-records.ts';
import { links } from './server-view.ts';
import { micro, microOrNull } from '../world.ts';

const FILTERS = [
  'host',
  'status',
  'instance_uuid',
  'migration_type',
  'source_compute',
  'hidden',
  'user_id',
  'project_id',
];
const KNOWN = new Set([...FILTERS, 'limit', 'marker', 'changes-since', 'changes-before']);

/** `/os-migrations`, and `/servers/{id}/migrations` for those that run. */
export function serveMigrations(api: NovaApi): void {
  api.route('GET', '/os-migrations', list, { adminRule: 'os_compute_api:os-migrations:index' });
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

function list(call: NovaCall) {
  const { query } = call.request;
  refuseUnknown(query, KNOWN, additional);
  const since = query.get('changes-since');
  const found = call.world.state.migrations.filter(
    (one) =>
      matches(query.get('instance_uuid'), one.serverId) &&
      matches(query.get('status'), one.status) &&
      matches(query.get('migration_type'), one.type) &&
      matches(query.get('source_compute'), one.sourceCompute) &&
      matches(query.get('host'), one.sourceCompute, one.destCompute) &&
      (since === null || Date.parse(one.updatedAt ?? one.createdAt) >= Date.parse(since)),
  );
  // Before 2.59: no pages, and the oldest first.
  if (!call.speaks('2.59')) return { status: 200, body: { migrations: found.map((one) => view(call, one)) } };
  const { items, links: next } = pageOf(call, found.reverse(), {
    linksKey: 'migrations_links',
    idOf: (one) => one.uuid,
    lost: (marker) => `Marker ${marker} could not be found.`,
  });
  return { status: 200, body: { migrations: items.map((one) => view(call, one)), ...next } };
}

const matches = (wanted: string | null, ...values: (string | null)[]): boolean =>
  wanted === null || values.includes(wanted);

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
  if (Object.keys((request.body ?? {}) as object).join() !== 'force_complete') {
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

const base = ({ speaks }: NovaCall, one: SimulatedMigration) => ({
  id: one.id,
  ...(speaks('2.59') && { uuid: one.uuid }),
  status: one.status,
  source_compute: one.sourceCompute,
  source_node: one.sourceNode,
  dest_compute: one.destCompute,
  dest_node: one.destNode,
  dest_host: one.destHost,
  ...(speaks('2.80') && { user_id: one.userId, project_id: one.projectId }),
  created_at: micro(one.createdAt),
  updated_at: microOrNull(one.updatedAt),
});

const view = (call: NovaCall, one: SimulatedMigration): object => ({
  ...base(call, one),
  instance_uuid: one.serverId,
  old_instance_type_id: 1,
  new_instance_type_id: 1,
  ...(call.speaks('2.23') && {
    migration_type: one.type,
    ...(one.type === 'live-migration' &&
      IN_PROGRESS.includes(one.status) && {
        links: links(call.linkBase, `servers/${one.serverId}/migrations`, String(one.id)),
      }),
  }),
});

function progressView(call: NovaCall, one: SimulatedMigration): object {
  const { transfer } = one;
  const share = transfer === null ? 0 : call.world.timeline.secondsSince(transfer.since) / transfer.seconds;
  const done = transfer === null ? 0 : Math.floor(transfer.memoryBytes * Math.min(1, share));
  const bytes = (value: number) => (transfer === null ? null : value);
  return {
    ...base(call, one),
    server_uuid: one.serverId,
    memory_total_bytes: bytes(transfer?.memoryBytes ?? 0),
    memory_processed_bytes: bytes(done),
    memory_remaining_bytes: bytes((transfer?.memoryBytes ?? 0) - done),
    disk_total_bytes: bytes(0),
    disk_processed_bytes: bytes(0),
    disk_remaining_bytes: bytes(0),
  };
}
