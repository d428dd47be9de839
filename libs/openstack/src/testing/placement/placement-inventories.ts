import type { SimulatorAnswer } from '@opsbook/http/testing';
import { type PlacementApi, type PlacementCall, param, providerOf } from './placement-api.ts';
import { CONCURRENT, badRequest, conflict, notFound } from './placement-errors.ts';
import { isResourceClass } from './placement-names.ts';
import type { SimulatedInventory, SimulatedResourceProvider } from './placement-records.ts';
import { usagesOf } from './placement-stock.ts';

type Wanted = Partial<SimulatedInventory> & { resource_provider_generation?: number };

const NOT_THERE = '{} : {}';

/** `/resource_providers/{id}/inventories` */
export function serveInventories(api: PlacementApi): void {
  const path = '/resource_providers/:id/inventories';
  const rules = 'resource_providers:inventories';
  api.route('GET', path, `${rules}:list`, (call) => all(providerOf(call, NOT_THERE)));
  api.route('GET', `${path}/:class`, `${rules}:show`, (call) => {
    const provider = providerOf(call, NOT_THERE);
    const one = provider.inventories[param(call, 'class')];
    if (one === undefined) throw notFound(`No inventory of class ${param(call, 'class')} for ${provider.id}`);
    return single(provider, one);
  });
  api.route('PUT', path, `${rules}:update`, setAll);
  api.route('PUT', `${path}/:class`, `${rules}:update`, setOne);
}

const all = ({ generation, inventories }: SimulatedResourceProvider): SimulatorAnswer => ({
  status: 200,
  body: { resource_provider_generation: generation, inventories },
});

const single = ({ generation }: SimulatedResourceProvider, one: SimulatedInventory): SimulatorAnswer => ({
  status: 200,
  body: { ...one, resource_provider_generation: generation },
});

function setAll(call: PlacementCall): SimulatorAnswer {
  const provider = providerOf(call);
  const wanted = call.request.body as {
    resource_provider_generation: number;
    inventories: Record<string, Wanted>;
  };
  refuseStale(provider, wanted.resource_provider_generation);
  const inventories = Object.fromEntries(
    Object.entries(wanted.inventories).map(([name, one]) => {
      if (!isResourceClass(call.world, name)) {
        const message = `Unknown resource class in inventory for resource provider ${provider.id}: No such resource class ${name}.`;
        throw badRequest(message);
      }
      return [name, complete(provider, name, one)];
    }),
  );
  const used = usagesOf(call.world, provider);
  const inUse = Object.keys(provider.inventories).filter((name) => !(name in inventories) && (used[name] ?? 0) > 0);
  if (inUse.length > 0) {
    const message = `update conflict: Inventory for '${inUse.join(', ')}' on resource provider '${provider.id}' in use.`;
    throw conflict(message, 'placement.inventory.inuse');
  }
  provider.inventories = inventories;
  provider.generation += 1;
  return all(provider);
}

function setOne(call: PlacementCall): SimulatorAnswer {
  const provider = providerOf(call);
  const name = param(call, 'class');
  const wanted = call.request.body as Wanted;
  refuseStale(provider, wanted.resource_provider_generation);
  if (provider.inventories[name] === undefined) {
    const message = `No inventory record with resource class for resource provider ${provider.id}: No inventory of class ${name} found.`;
    throw badRequest(message);
  }
  const { resource_provider_generation: _, ...inventory } = wanted;
  provider.inventories[name] = complete(provider, name, inventory);
  provider.generation += 1;
  return single(provider, provider.inventories[name]);
}

function refuseStale(provider: SimulatedResourceProvider, generation: number | undefined): void {
  if (generation !== provider.generation) throw conflict('resource provider generation conflict', CONCURRENT);
}

function complete({ id }: SimulatedResourceProvider, name: string, wanted: Partial<SimulatedInventory>) {
  if (wanted.total === undefined) throw badRequest("JSON does not validate: 'total' is a required property");
  const one: SimulatedInventory = {
    total: wanted.total,
    reserved: wanted.reserved ?? 0,
    min_unit: wanted.min_unit ?? 1,
    max_unit: wanted.max_unit ?? 2_147_483_647,
    step_size: wanted.step_size ?? 1,
    allocation_ratio: wanted.allocation_ratio ?? 1,
  };
  if (one.reserved > one.total) {
    const message = `Unable to update inventory for resource provider ${id}: Invalid inventory for '${name}' on resource provider '${id}'. The reserved value is greater than total.`;
    throw badRequest(message);
  }
  return one;
}
