import type { NovaCall } from './nova-call.ts';
import { badRequest, invalidQuery, policy } from './nova-errors.ts';
import { refuseUnknown } from './nova-paging.ts';
import type { SimulatedServer } from './compute-records.ts';
import { STATUSES, serverStatus } from './server-status.ts';
import { zoneOf } from './zones.ts';
import { nodeOf } from './server-view.ts';

type Test = (server: SimulatedServer, wanted: string, call: NovaCall) => boolean;

const FOR_ALL: Record<string, Test> = {
  status: (server, wanted) => serverStatus(server) === wanted.toUpperCase(),
  // The database's regular expression, which knows no letter case.
  name: (server, wanted) => new RegExp(wanted, 'i').test(server.name),
  flavor: (server, wanted) => server.flavor.id === wanted,
  image: (server, wanted) => server.imageId === wanted,
  'changes-since': (server, wanted) => Date.parse(server.updatedAt) >= Date.parse(wanted),
};

// A project's members may name these too: they are then ignored.
const FOR_ADMINS: Record<string, Test> = {
  host: (server, wanted) => server.host === wanted,
  node: (server, wanted, { world }) => nodeOf(world, server.host) === wanted,
  project_id: (server, wanted) => server.projectId === wanted,
  tenant_id: (server, wanted) => server.projectId === wanted,
  user_id: (server, wanted) => server.userId === wanted,
  uuid: (server, wanted) => server.id === wanted,
  vm_state: (server, wanted) => server.vmState === wanted,
  task_state: (server, wanted) => server.taskState === wanted,
  power_state: (server, wanted) => String(server.powerState) === wanted,
  availability_zone: (server, wanted, { world }) => (server.host === null ? '' : zoneOf(world, server.host)) === wanted,
  locked: (server, wanted) => (server.lockedBy !== null) === /^(1|t|true|on|y|yes)$/i.test(wanted),
};

const OTHERS = ['all_tenants', 'limit', 'marker', 'sort_key', 'sort_dir', 'deleted', 'reservation_id', 'ip', 'tags'];
const KNOWN = new Set([...Object.keys(FOR_ALL), ...Object.keys(FOR_ADMINS), ...OTHERS]);

/** The servers that a list shows to its caller, newest first. */
export function serversFor(call: NovaCall): SimulatedServer[] {
  const { caller, request } = call;
  const { query } = request;
  refuseUnknown(query, KNOWN, unexpected);
  const all = flag(query.get('all_tenants'));
  if (all && !caller.admin) throw policy('os_compute_api:servers:detail:get_all_tenants');
  const status = query.get('status');
  if (status !== null && !STATUSES.has(status.toUpperCase())) throw badRequest('Invalid status value');
  const since = query.get('changes-since');
  if (since !== null && Number.isNaN(Date.parse(since))) {
    throw invalidQuery('changes-since', since, `'${since}' is not a 'date-time'`);
  }
  const tests = Object.entries({ ...FOR_ALL, ...(caller.admin && FOR_ADMINS) }).flatMap(([name, test]) => {
    // Seen: of a parameter given twice the last counts.
    const wanted = query.getAll(name).at(-1);
    return wanted === undefined || wanted === '' ? [] : [(server: SimulatedServer) => test(server, wanted, call)];
  });
  return source(call)
    .filter(
      (server) =>
        server.vmState !== 'soft-delete' || query.has('changes-since') || status?.toUpperCase() === 'SOFT_DELETED',
    )
    .filter((server) => (all || server.projectId === caller.projectId) && tests.every((test) => test(server)))
    .sort(byCreation(query.get('sort_dir') === 'asc' ? 1 : -1));
}

function source({ world, caller, request }: NovaCall): SimulatedServer[] {
  const { servers, deletedServers } = world.state;
  if (caller.admin && flag(request.query.get('deleted'))) return [...deletedServers];
  if (request.query.has('changes-since')) return [...servers, ...deletedServers];
  return [...servers];
}

// Of those made in one second, the database's order is that of their UUIDs, whichever came first.
const byCreation =
  (direction: 1 | -1) =>
  (a: SimulatedServer, b: SimulatedServer): number => {
    if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -direction : direction;
    return a.id < b.id ? -1 : 1;
  };

function flag(value: string | null): boolean {
  if (value === null) return false;
  // Without a value it is set.
  if (value === '' || /^(1|t|true|on|y|yes)$/i.test(value)) return true;
  if (/^(0|f|false|off|n|no)$/i.test(value)) return false;
  throw badRequest(
    `Unrecognized value '${value}', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'`,
  );
}

const unexpected = (name: string): string => `'${name}' does not match any of the regexes: '^_'`;
