import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { World } from '../world.ts';
import type { PlacementApi, PlacementCall } from './placement-api.ts';
import { badRequest } from './placement-errors.ts';
import { type WantedGroup, groupOf, satisfies, suits } from './placement-groups.ts';
import type { SimulatedResourceProvider } from './placement-records.ts';
import { capacityOf, rootOf, takes, usagesOf } from './placement-stock.ts';

/** `/allocation_candidates`: of each tree at most one way to serve the request. */
export function serveCandidates(api: PlacementApi): void {
  api.route('GET', '/allocation_candidates', 'allocation_candidates:list', candidates);
}

/** Which provider gives what to which group. */
interface Gift {
  provider: SimulatedResourceProvider;
  suffix: string;
  resources: Record<string, number>;
}

function candidates(call: PlacementCall): SimulatorAnswer {
  const { world, request } = call;
  const { query } = request;
  const limit = query.get('limit');
  if (limit !== null && !/^[1-9][0-9]*$/.test(limit)) {
    throw badRequest(`Invalid query string parameters: '${limit}' does not match '^[1-9][0-9]*$'`);
  }
  const suffixes = [...new Set([...query.keys()].flatMap((key) => /^resources([\w-]*)$/.exec(key)?.[1] ?? []))];
  if (suffixes.length === 0) {
    const message = 'There must be at least one resources or resources[$S] parameter.';
    throw badRequest(message, 'placement.query.missing_value');
  }
  const policy = query.get('group_policy');
  if (suffixes.filter((suffix) => suffix !== '').length > 1 && policy === null) {
    const message = 'The "group_policy" parameter is required when specifying more than one "resources{N}" parameter.';
    throw badRequest(message);
  }
  const groups = suffixes.map((suffix) => groupOf(call, suffix));
  const root = groupOf({ ...call, request: { ...request, query: rootQuery(query) } }, '');
  const roots = world.state.resourceProviders.filter((one) => one.parentId === null && suits(world, one, root));
  const found = roots
    .map((one) => serve(world, one, groups, policy === 'isolate'))
    .filter((gifts) => gifts !== undefined)
    .slice(0, limit === null ? Infinity : Number(limit));
  const trees = new Set(found.flatMap((gifts) => gifts.map(({ provider }) => rootOf(world, provider))));
  const shown = world.state.resourceProviders.filter((one) => trees.has(rootOf(world, one)));
  return {
    status: 200,
    body: {
      allocation_requests: found.map(requestView),
      provider_summaries: Object.fromEntries(shown.map((one) => [one.id, summary(world, one)])),
    },
  };
}

// `root_required` is the `required` of the root.
function rootQuery(query: URLSearchParams): URLSearchParams {
  const wanted = query.get('root_required');
  return new URLSearchParams(wanted === null ? {} : { required: wanted });
}

/** Granular groups are served by one provider each; the other's classes by whichever of the tree has them. */
function serve(
  world: World,
  root: SimulatedResourceProvider,
  groups: readonly WantedGroup[],
  isolate: boolean,
): Gift[] | undefined {
  const tree = world.state.resourceProviders.filter((one) => rootOf(world, one) === root);
  const gifts: Gift[] = [];
  for (const group of groups) {
    const { suffix } = group;
    if (suffix !== '') {
      const taken = new Set(isolate ? gifts.filter((one) => one.suffix !== '').map((one) => one.provider) : []);
      const provider = tree.find((one) => !taken.has(one) && satisfies(world, one, group));
      if (provider === undefined) return undefined;
      gifts.push({ provider, suffix, resources: group.resources });
      continue;
    }
    // Across a tree, traits may be any of its providers'.
    if (!tree.some((one) => suits(world, one, group))) return undefined;
    for (const [name, amount] of Object.entries(group.resources)) {
      const provider = tree.find((one) => takes(world, one, name, amount) === 'yes');
      if (provider === undefined) return undefined;
      gifts.push({ provider, suffix, resources: { [name]: amount } });
    }
  }
  return gifts;
}

function requestView(gifts: readonly Gift[]): object {
  const allocations: Record<string, { resources: Record<string, number> }> = {};
  const mappings: Record<string, string[]> = {};
  for (const { provider, suffix, resources } of gifts) {
    const one = (allocations[provider.id] ??= { resources: {} });
    for (const [name, amount] of Object.entries(resources)) {
      one.resources[name] = (one.resources[name] ?? 0) + amount;
    }
    mappings[suffix] = [...new Set([...(mappings[suffix] ?? []), provider.id])];
  }
  return { allocations, mappings };
}

function summary(world: World, one: SimulatedResourceProvider): object {
  const used = usagesOf(world, one);
  const resources = Object.entries(one.inventories).map(([name, inventory]) => [
    name,
    { capacity: capacityOf(inventory), used: used[name] },
  ]);
  return {
    resources: Object.fromEntries(resources) as object,
    traits: one.traits,
    parent_provider_uuid: one.parentId,
    root_provider_uuid: rootOf(world, one).id,
  };
}
