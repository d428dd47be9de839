import type { SimulatorAnswer } from '@opsbook/http/testing';
import { touch } from './nova-accounts.ts';
import { type PlacementApi, type PlacementCall, param, providerOf } from './placement-api.ts';
import { CONCURRENT, conflict, notFound } from './placement-errors.ts';
import type { SimulatedConsumer } from './placement-records.ts';
import { takes } from './placement-stock.ts';

/** `/allocations` and `/resource_providers/{id}/allocations` */
export function serveAllocations(api: PlacementApi): void {
  api.route('GET', '/allocations/:consumer', 'allocations:list', ofConsumer);
  api.route('PUT', '/allocations/:consumer', 'allocations:update', set);
  api.route('DELETE', '/allocations/:consumer', 'allocations:delete', (call) => {
    const { world } = call;
    const found = consumerOf(call);
    if (found === undefined) throw notFound(`No allocations for consumer '${param(call, 'consumer')}'`);
    world.state.consumers = world.state.consumers.filter((one) => one !== found);
    touch(world, found.allocations);
    return { status: 204 };
  });
  const path = '/resource_providers/:id/allocations';
  api.route('GET', path, 'resource_providers:allocations:list', (call) => {
    const provider = providerOf(call, "Resource provider '{id}' not found: {}");
    const allocations = call.world.state.consumers.flatMap(({ id, generation, allocations: held }) => {
      const resources = held[provider.id];
      return resources === undefined ? [] : [[id, { resources, consumer_generation: generation }] as const];
    });
    return {
      status: 200,
      body: { allocations: Object.fromEntries(allocations), resource_provider_generation: provider.generation },
    };
  });
}

const consumerOf = (call: PlacementCall): SimulatedConsumer | undefined =>
  call.world.state.consumers.find(({ id }) => id === param(call, 'consumer'));

function ofConsumer(call: PlacementCall): SimulatorAnswer {
  const found = consumerOf(call);
  if (found === undefined) return { status: 200, body: { allocations: {} } };
  const { resourceProviders } = call.world.state;
  const generationOf = (id: string) => resourceProviders.find((one) => one.id === id)?.generation;
  return {
    status: 200,
    body: {
      allocations: Object.fromEntries(
        Object.entries(found.allocations).map(([id, resources]) => [id, { resources, generation: generationOf(id) }]),
      ),
      project_id: found.projectId,
      user_id: found.userId,
      consumer_generation: found.generation,
      consumer_type: found.type,
    },
  };
}

interface Wanted {
  allocations: Record<string, { resources: Record<string, number> }>;
  project_id: string;
  user_id: string;
  consumer_generation: number | null;
  consumer_type: string;
}

function set(call: PlacementCall): SimulatorAnswer {
  const { world, request } = call;
  const { state } = world;
  const wanted = request.body as Wanted;
  const before = consumerOf(call);
  const expected = before?.generation ?? null;
  if (wanted.consumer_generation !== expected) {
    const got = wanted.consumer_generation ?? 'None';
    throw conflict(`consumer generation conflict - expected ${expected ?? 'null'} but got ${got}`, CONCURRENT);
  }
  for (const [id, { resources }] of Object.entries(wanted.allocations)) {
    const provider = state.resourceProviders.find((one) => one.id === id);
    for (const [name, amount] of Object.entries(resources)) {
      const given = before?.allocations[id]?.[name] ?? 0;
      const taken = provider === undefined ? 'none' : takes(world, provider, name, amount, given);
      if (taken === 'yes') continue;
      const why = taken === 'full' ? 'exceed the capacity' : 'violate inventory constraints';
      const message = `Unable to allocate inventory: Unable to create allocation for '${name}' on resource provider '${id}'. The requested amount would ${why}.`;
      throw conflict(message);
    }
  }
  const allocations = Object.fromEntries(
    Object.entries(wanted.allocations).map(([id, { resources }]) => [id, resources]),
  );
  state.consumers = state.consumers.filter((one) => one !== before);
  state.consumers.push({
    id: param(call, 'consumer'),
    projectId: wanted.project_id,
    userId: wanted.user_id,
    type: wanted.consumer_type,
    generation: (before?.generation ?? 0) + 1,
    allocations,
  });
  touch(world, { ...before?.allocations, ...allocations });
  return { status: 204 };
}
