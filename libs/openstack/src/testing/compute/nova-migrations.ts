import { IN_PROGRESS } from './migration-record.ts';
import type { NovaApi } from './nova-api.ts';
import type { NovaCall } from './nova-call.ts';
import { additional, pageOf, refuseUnknown } from './nova-paging.ts';
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

/** `/os-migrations` */
export function serveMigrations(api: NovaApi): void {
  api.route('GET', '/os-migrations', list, { adminRule: 'os_compute_api:os-migrations:index' });
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

/** What both kinds of lists show of a move. */
export const migrationBase = ({ speaks }: NovaCall, one: SimulatedMigration) => ({
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
  ...migrationBase(call, one),
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
