import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError, policy } from './nova-errors.ts';
import type { SimulatedAggregate } from './compute-records.ts';
import { micro, microOrNull } from '../world.ts';

const rule = (verb: string) => ({ adminRule: `os_compute_api:os-aggregates:${verb}` });

interface Given {
  name?: string;
  availability_zone?: string | null;
}

/** `/os-aggregates` */
export function serveAggregates(api: NovaApi): void {
  api.route(
    'GET',
    '/os-aggregates',
    (call) => ({ status: 200, body: { aggregates: call.world.state.aggregates.map((one) => view(call, one)) } }),
    rule('index'),
  );
  api.route('GET', '/os-aggregates/:id', (call) => answer(call, existing(call)), rule('show'));
  api.route('POST', '/os-aggregates', create, rule('create'));
  api.route('PUT', '/os-aggregates/:id', update, rule('update'));
  api.route(
    'DELETE',
    '/os-aggregates/:id',
    (call) => {
      const found = existing(call);
      if (found.hosts.length > 0) {
        throw badRequest(`Cannot remove host from aggregate ${found.id}. Reason: Host aggregate is not empty.`);
      }
      const { state } = call.world;
      state.aggregates = state.aggregates.filter((one) => one !== found);
      return { status: 200 };
    },
    rule('delete'),
  );
  api.route('POST', '/os-aggregates/:id/action', act);
}

const given = ({ request }: NovaCall): Given => (request.body as { aggregate?: Given } | undefined)?.aggregate ?? {};

function check(call: NovaCall, { name, availability_zone: zone }: Given): void {
  if (name === '') throw invalidField('name', '', "'' is too short");
  if (zone?.includes(':')) {
    throw invalidField('availability_zone', zone, `'${zone}' is not valid under any of the given schemas`);
  }
  if (call.world.state.aggregates.some((one) => one.name === name && String(one.id) !== param(call, 'id'))) {
    throw novaError(409, `Aggregate ${name ?? ''} already exists.`);
  }
}

function create(call: NovaCall) {
  const { world } = call;
  const { name = '', availability_zone: availabilityZone = null } = given(call);
  check(call, { name, availability_zone: availabilityZone });
  const made: SimulatedAggregate = {
    id: world.ids.number('aggregate-id'),
    uuid: world.ids.uuid('aggregate'),
    name,
    availabilityZone,
    hosts: [],
    metadata: {},
    createdAt: world.stamp(),
    updatedAt: null,
  };
  world.state.aggregates.push(made);
  // Seen: of what was just made it shows neither hosts nor metadata.
  const { hosts: _hosts, metadata: _metadata, ...shown } = view(call, made);
  return { status: 200, body: { aggregate: shown } };
}

function update(call: NovaCall) {
  const found = existing(call);
  const wanted = given(call);
  if (Object.keys(wanted).length === 0) {
    throw invalidField('aggregate', {}, '{} is not valid under any of the given schemas');
  }
  check(call, wanted);
  const { name = found.name, availability_zone: availabilityZone = found.availabilityZone } = wanted;
  const busy = call.world.state.servers.some(({ host }) => host !== null && found.hosts.includes(host));
  if (busy && availabilityZone !== found.availabilityZone) {
    throw badRequest(`Cannot update aggregate ${found.id}. Reason: One or more hosts contain instances in this zone.`);
  }
  Object.assign(found, { name, availabilityZone, updatedAt: call.world.stamp() });
  return answer(call, found);
}

function act(call: NovaCall) {
  const [[action, argument] = ['', {}]] = Object.entries((call.request.body ?? {}) as Record<string, object>);
  const { host = '', metadata = {} } = argument as { host?: string; metadata?: Record<string, string | null> };
  if (!['add_host', 'remove_host', 'set_metadata'].includes(action))
    throw badRequest(`There is no such action: ${action}`);
  if (!call.caller.admin) throw policy(rule(action).adminRule);
  const found = existing(call);
  if (action === 'add_host') addHost(call, found, host);
  else if (action === 'remove_host') {
    if (!found.hosts.includes(host)) throw novaError(404, `Cannot remove host ${host} in aggregate ${found.id}`);
    found.hosts = found.hosts.filter((one) => one !== host);
  } else {
    const all = Object.entries({ ...found.metadata, ...metadata }).filter(([, value]) => value !== null);
    found.metadata = Object.fromEntries(all) as Record<string, string>;
    found.updatedAt = call.world.stamp();
  }
  return answer(call, found);
}

function addHost({ world }: NovaCall, aggregate: SimulatedAggregate, host: string): void {
  if (!world.state.hypervisors.some((one) => one.host === host)) {
    throw novaError(404, `Compute host ${host} could not be found.`);
  }
  if (aggregate.hosts.includes(host)) {
    throw novaError(409, `Aggregate ${aggregate.id} already has host ${host}.`);
  }
  const zones = world.state.aggregates
    .filter((one) => one.hosts.includes(host) && one.availabilityZone !== null)
    .map((one) => one.availabilityZone);
  const { availabilityZone } = aggregate;
  if (availabilityZone !== null && zones.some((zone) => zone !== availabilityZone)) {
    const list = zones.map((zone) => `'${zone ?? ''}'`).join(', ');
    throw novaError(
      409,
      `Cannot add host to aggregate ${aggregate.id}. Reason: One or more hosts already in availability zone(s) [${list}].`,
    );
  }
  aggregate.hosts.push(host);
}

function existing(call: NovaCall): SimulatedAggregate {
  const id = param(call, 'id');
  const found = call.world.state.aggregates.find((one) => String(one.id) === id);
  if (found === undefined) throw novaError(404, `Aggregate ${id} could not be found.`);
  return found;
}

const answer = (call: NovaCall, one: SimulatedAggregate) => ({ status: 200, body: { aggregate: view(call, one) } });

const view = ({ speaks }: NovaCall, one: SimulatedAggregate) => ({
  id: one.id,
  ...(speaks('2.41') && { uuid: one.uuid }),
  name: one.name,
  availability_zone: one.availabilityZone,
  hosts: one.hosts,
  // The zone is kept among the metadata, and shown there too.
  metadata: { ...(one.availabilityZone !== null && { availability_zone: one.availabilityZone }), ...one.metadata },
  created_at: micro(one.createdAt),
  updated_at: microOrNull(one.updatedAt),
  deleted: false,
  deleted_at: null,
});
