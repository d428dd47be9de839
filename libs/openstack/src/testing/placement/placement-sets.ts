import { type PlacementApi, providerOf } from './placement-api.ts';
import { CONCURRENT, badRequest, conflict } from './placement-errors.ts';
import { isTrait } from './placement-names.ts';
import type { SimulatedResourceProvider } from './placement-records.ts';

const STALE = "Resource provider's generation already changed. Please update the generation and try again.";

/** `/resource_providers/{id}/traits` and `/aggregates`, as of 1.19. */
export function serveProviderSets(api: PlacementApi): void {
  for (const part of ['traits', 'aggregates'] as const) {
    const path = `/resource_providers/:id/${part}`;
    const view = (one: SimulatedResourceProvider) => ({
      status: 200,
      body: { [part]: one[part], resource_provider_generation: one.generation },
    });
    const words = part === 'traits' ? '{}: {}' : '{}';
    api.route('GET', path, `resource_providers:${part}:list`, (call) => view(providerOf(call, words)));
    api.route('PUT', path, `resource_providers:${part}:update`, (call) => {
      const provider = providerOf(call);
      const body = call.request.body as { resource_provider_generation?: number } & Record<string, string[]>;
      if (body.resource_provider_generation !== provider.generation) throw conflict(STALE, CONCURRENT);
      const names = body[part] ?? [];
      const lost = part === 'traits' ? names.find((name) => !isTrait(call.world, name)) : undefined;
      if (lost !== undefined) throw badRequest(`No such trait ${lost}`);
      provider[part] = names;
      provider.generation += 1;
      return view(provider);
    });
  }
}
