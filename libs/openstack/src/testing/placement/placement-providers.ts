import type { SimulatorAnswer } from '@opsbook/http/testing';
import { type PlacementApi, type PlacementCall, param, providerOf } from './placement-api.ts';
import { badRequest, conflict, notFound } from './placement-errors.ts';
import { groupOf, satisfies } from './placement-groups.ts';
import type { SimulatedResourceProvider } from './placement-records.ts';
import { rootOf } from './placement-stock.ts';

const KNOWN = new Set(['name', 'uuid', 'member_of', 'required', 'resources', 'in_tree']);

/** `/resource_providers` */
export function serveResourceProviders(api: PlacementApi): void {
  api.route('GET', '/resource_providers', 'resource_providers:list', list);
  api.route('POST', '/resource_providers', 'resource_providers:create', create);
  api.route('GET', '/resource_providers/:id', 'resource_providers:show', (call) => ({
    status: 200,
    body: view(call, providerOf(call)),
  }));
  api.route('DELETE', '/resource_providers/:id', 'resource_providers:delete', remove);
}

function list(call: PlacementCall): SimulatorAnswer {
  const { world, request } = call;
  const odd = [...request.query.keys()].find((key) => !KNOWN.has(key));
  if (odd !== undefined) {
    throw badRequest(
      `Invalid query string parameters: Additional properties are not allowed ('${odd}' was unexpected)`,
    );
  }
  const group = groupOf(call, '');
  const found = world.state.resourceProviders
    .filter(({ name }) => name === (request.query.get('name') ?? name))
    .filter(({ id }) => id === (request.query.get('uuid') ?? id))
    .filter((one) => satisfies(world, one, group));
  return { status: 200, body: { resource_providers: found.map((one) => view(call, one)) } };
}

function create(call: PlacementCall): SimulatorAnswer {
  const { state, ids } = call.world;
  const wanted = call.request.body as { name?: string; uuid?: string; parent_provider_uuid?: string | null };
  if (wanted.name === undefined) throw badRequest("JSON does not validate: 'name' is a required property");
  if (state.resourceProviders.some(({ name }) => name === wanted.name)) {
    const message = `Conflicting resource provider name: ${wanted.name} already exists.`;
    throw conflict(message, 'placement.duplicate_name');
  }
  const made: SimulatedResourceProvider = {
    id: wanted.uuid ?? ids.uuid('provider'),
    name: wanted.name,
    parentId: wanted.parent_provider_uuid ?? null,
    generation: 0,
    inventories: {},
    traits: [],
    aggregates: [],
  };
  state.resourceProviders.push(made);
  return { status: 200, body: view(call, made) };
}

function remove(call: PlacementCall): SimulatorAnswer {
  const { state } = call.world;
  const found = state.resourceProviders.find(({ id }) => id === param(call, 'id'));
  if (found === undefined) throw notFound(`No resource provider with uuid ${param(call, 'id')} found for delete`);
  if (state.consumers.some(({ allocations }) => found.id in allocations)) {
    const message = `Unable to delete resource provider ${found.id}: Resource provider has allocations.`;
    throw conflict(message, 'placement.resource_provider.inuse');
  }
  state.resourceProviders = state.resourceProviders.filter((one) => one !== found);
  return { status: 204 };
}

function view({ world, speaks }: PlacementCall, one: SimulatedResourceProvider): object {
  const parts = [
    'inventories',
    'usages',
    ...(speaks('1.1') ? ['aggregates'] : []),
    ...(speaks('1.6') ? ['traits'] : []),
    ...(speaks('1.11') ? ['allocations'] : []),
  ];
  const href = `/resource_providers/${one.id}`;
  return {
    uuid: one.id,
    name: one.name,
    generation: one.generation,
    links: [{ rel: 'self', href }, ...parts.map((rel) => ({ rel, href: `${href}/${rel}` }))],
    ...(speaks('1.14') && { parent_provider_uuid: one.parentId, root_provider_uuid: rootOf(world, one).id }),
  };
}
