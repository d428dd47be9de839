import type { SimulatorAnswer } from '@opsbook/http/testing';
import { type PlacementApi, type PlacementCall, providerOf } from './placement-api.ts';
import { badRequest, forbidden } from './placement-errors.ts';
import type { SimulatedConsumer } from './placement-records.ts';
import { usagesOf } from './placement-stock.ts';

/** `/usages` and `/resource_providers/{id}/usages` */
export function serveUsages(api: PlacementApi): void {
  api.route('GET', '/resource_providers/:id/usages', 'resource_providers:usages', (call) => {
    const provider = providerOf(call, '{}: {}');
    return {
      status: 200,
      body: { resource_provider_generation: provider.generation, usages: usagesOf(call.world, provider) },
    };
  });
  // The one thing that members may look at: their own project.
  api.route('GET', '/usages', undefined, ofProject);
}

function ofProject({ world, request, caller, speaks }: PlacementCall): SimulatorAnswer {
  const projectId = request.query.get('project_id');
  if (projectId === null) {
    throw badRequest("Invalid query string parameters: 'project_id' is a required property");
  }
  if (!caller.admin && projectId !== caller.projectId) throw forbidden('usages');
  const userId = request.query.get('user_id');
  const consumers = world.state.consumers
    .filter((one) => one.projectId === projectId)
    .filter((one) => userId === null || one.userId === userId);
  if (!speaks('1.38')) return { status: 200, body: { usages: sum(consumers) } };
  const byType = Map.groupBy(consumers, ({ type }) => type);
  const usages = [...byType].map(([type, some]) => [type, { ...sum(some), consumer_count: some.length }] as const);
  return { status: 200, body: { usages: Object.fromEntries(usages) } };
}

function sum(consumers: readonly SimulatedConsumer[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const amounts of consumers.flatMap(({ allocations }) => Object.values(allocations))) {
    for (const [name, amount] of Object.entries(amounts)) total[name] = (total[name] ?? 0) + amount;
  }
  return total;
}
