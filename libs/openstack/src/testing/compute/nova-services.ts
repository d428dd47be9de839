import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError } from './nova-errors.ts';
import { additional, refuseUnknown } from './nova-paging.ts';
import type { SimulatedComputeService } from './compute-records.ts';
import { hasRemains } from './evacuation.ts';
import { zoneOf } from './zones.ts';
import { micro, toSecond } from '../world.ts';

const KNOWN = new Set(['host', 'binary']);
const UPDATE = { adminRule: 'os_compute_api:os-services:update' };
const HEARTBEAT_MS = 10_000;

/** `/os-services`: by UUID since 2.53, by host and binary before. */
export function serveServices(api: NovaApi): void {
  api.route(
    'GET',
    '/os-services',
    (call) => {
      const { query } = call.request;
      refuseUnknown(query, KNOWN, additional);
      // Seen: an empty filter is none.
      const wanted = (name: string, value: string) => !query.get(name) || query.get(name) === value;
      const found = call.world.state.computeServices.filter(
        ({ host, binary }) => wanted('host', host) && wanted('binary', binary),
      );
      return { status: 200, body: { services: found.map((service) => serviceView(call, service)) } };
    },
    { adminRule: 'os_compute_api:os-services:list' },
  );
  api.route('PUT', '/os-services/:id', (call) => (call.speaks('2.53') ? update(call) : updateByHost(call)), UPDATE);
}

interface Changes {
  status?: string;
  disabled_reason?: string;
  forced_down?: boolean;
}

const FIELDS = ['status', 'disabled_reason', 'forced_down'];

function update(call: NovaCall) {
  const id = param(call, 'id');
  const changes = (call.request.body ?? {}) as Changes;
  const extra = Object.keys(changes)
    .filter((name) => !FIELDS.includes(name))
    .sort();
  if (extra.length > 0) {
    const names = extra.map((name) => `'${name}'`).join(', ');
    throw badRequest(
      `Additional properties are not allowed (${names} ${extra.length > 1 ? 'were' : 'was'} unexpected)`,
    );
  }
  check(changes);
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id)) throw badRequest(`Invalid uuid ${id}`);
  const service = call.world.state.computeServices.find((one) => one.id === id);
  if (service === undefined) throw novaError(404, `Service ${id} could not be found.`);
  if (changes.status === undefined && changes.forced_down === undefined) {
    throw badRequest("No updates were requested. Fields 'status' or 'forced_down' should be specified.");
  }
  if (changes.status === 'enabled' && changes.disabled_reason !== undefined) {
    throw badRequest("Specifying 'disabled_reason' with status 'enabled' is invalid.");
  }
  refuseRemains(call, service, changes);
  apply(call, service, changes);
  return { status: 200, body: { service: serviceView(call, service) } };
}

function check({ status, disabled_reason: reason }: Changes): void {
  if (status !== undefined && status !== 'enabled' && status !== 'disabled') {
    throw invalidField('status', status, `'${status}' is not one of ['enabled', 'disabled']`);
  }
  if (reason === '') throw invalidField('disabled_reason', '', "'' is too short");
  if (reason !== undefined && reason.length > 255) {
    throw invalidField('disabled_reason', reason, `'${reason}' is too long`);
  }
}

function refuseRemains({ world }: NovaCall, { host }: SimulatedComputeService, { forced_down: down }: Changes): void {
  if (down !== false || !hasRemains(world, host)) return;
  throw badRequest(
    `Unable to force up host ${host} as \`done\` evacuation migration records remain associated with the host. Ensure the compute service has been restarted, allowing these records to move to \`completed\` before retrying this request.`,
  );
}

function apply({ world }: NovaCall, service: SimulatedComputeService, { status, ...changes }: Changes): void {
  if (status !== undefined) {
    service.disabled = status === 'disabled';
    // Seen: disabling again without a reason forgets the one that stood there.
    service.disabledReason = changes.disabled_reason ?? null;
  }
  if (changes.forced_down !== undefined) service.forcedDown = changes.forced_down;
  if (service.alive) service.seenAt = world.timeline.now();
}

const VERBS: Record<string, (body: Record<string, unknown>) => Changes> = {
  enable: () => ({ status: 'enabled' }),
  disable: () => ({ status: 'disabled' }),
  'disable-log-reason': (body) => ({ status: 'disabled', disabled_reason: String(body['disabled_reason']) }),
  'force-down': (body) => ({ forced_down: body['forced_down'] === true }),
};

function updateByHost(call: NovaCall) {
  const body = (call.request.body ?? {}) as Record<string, unknown>;
  const changes = VERBS[param(call, 'id')]?.(body);
  if (changes === undefined) throw novaError(404, 'Unknown action');
  const { host, binary } = body;
  const service = call.world.state.computeServices.find((one) => one.host === host && one.binary === binary);
  if (service === undefined) throw novaError(404, `Host '${String(host)}' is not mapped to any cell`);
  apply(call, service, changes);
  return { status: 200, body: { service: { host, binary, ...changes } } };
}

function serviceView({ world, speaks }: NovaCall, service: SimulatedComputeService): object {
  const now = world.timeline.now();
  const seen = service.alive ? Math.max(service.seenAt, now - (now % HEARTBEAT_MS)) : service.seenAt;
  return {
    id: speaks('2.53') ? service.id : service.serial,
    binary: service.binary,
    host: service.host,
    zone: service.binary === 'nova-compute' ? zoneOf(world, service.host) : service.zone,
    status: service.disabled ? 'disabled' : 'enabled',
    state: world.isUp(service) ? 'up' : 'down',
    updated_at: micro(toSecond(seen)),
    disabled_reason: service.disabledReason,
    ...(speaks('2.11') && { forced_down: service.forcedDown }),
  };
}
