import type { World } from '../world.ts';
import type { PlacementCall } from './placement-api.ts';
import { badRequest } from './placement-errors.ts';
import { isResourceClass, isTrait } from './placement-names.ts';
import type { SimulatedResourceProvider } from './placement-records.ts';
import { rootOf, takes } from './placement-stock.ts';

/** One group of a query, with its suffix's parameters. */
export interface WantedGroup {
  suffix: string;
  resources: Record<string, number>;
  /** Sets of which one each is needed. */
  required: string[][];
  forbidden: string[];
  memberOf: string[][];
  notMemberOf: string[];
  inTree: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function groupOf({ world, request }: PlacementCall, suffix: string): WantedGroup {
  const { query } = request;
  const group: WantedGroup = {
    suffix,
    resources: {},
    required: [],
    forbidden: [],
    memberOf: [],
    notMemberOf: [],
    inTree: query.get(`in_tree${suffix}`),
  };
  if (group.inTree !== null && !UUID.test(group.inTree)) {
    throw badRequest(`Invalid query string parameters: '${group.inTree}' is not a 'uuid'`);
  }
  for (const part of (query.get(`resources${suffix}`) ?? '').split(',').filter((one) => one !== '')) {
    const [name = '', amount = ''] = part.split(':');
    if (Number(amount) < 1) throw badRequest(`Requested resource ${name} requires amount >= 1. Got: ${amount}.`);
    if (!isResourceClass(world, name)) {
      throw badRequest(`Invalid resource class in resources parameter: No such resource class ${name}.`);
    }
    group.resources[name] = Number(amount);
  }
  for (const value of query.getAll(`required${suffix}`)) readTraits(world, value, group);
  for (const value of query.getAll(`member_of${suffix}`)) readAggregates(value, group);
  return group;
}

function readTraits(world: World, value: string, group: WantedGroup): void {
  const any = value.startsWith('in:');
  const names = (any ? value.slice(3) : value).split(',');
  const lost = names.map((name) => name.replace('!', '')).filter((name) => !isTrait(world, name));
  if (lost.length > 0) {
    throw badRequest(`Invalid trait(s) in "required" parameter: No such trait(s): ${lost.join(', ')}.`);
  }
  if (any) group.required.push(names);
  else {
    group.required.push(...names.filter((name) => !name.startsWith('!')).map((name) => [name]));
    group.forbidden.push(...names.filter((name) => name.startsWith('!')).map((name) => name.slice(1)));
  }
}

function readAggregates(value: string, group: WantedGroup): void {
  const not = value.startsWith('!');
  const ids = value.replace('!', '').replace('in:', '').split(',');
  if (!ids.every((id) => UUID.test(id))) {
    const message = `Invalid query string parameters: Expected 'member_of' parameter to contain valid UUID(s). Got: ${value}`;
    throw badRequest(message);
  }
  if (not) group.notMemberOf.push(...ids);
  else group.memberOf.push(ids);
}

/** Whether one provider does all that the group wants. */
export const satisfies = (world: World, one: SimulatedResourceProvider, group: WantedGroup): boolean =>
  Object.entries(group.resources).every(([name, amount]) => takes(world, one, name, amount) === 'yes') &&
  suits(world, one, group);

/** The same apart from amounts. */
export const suits = (world: World, one: SimulatedResourceProvider, group: WantedGroup): boolean =>
  group.required.every((any) => any.some((trait) => one.traits.includes(trait))) &&
  group.forbidden.every((trait) => !one.traits.includes(trait)) &&
  group.memberOf.every((any) => any.some((id) => one.aggregates.includes(id))) &&
  group.notMemberOf.every((id) => !one.aggregates.includes(id)) &&
  (group.inTree === null || isInTree(world, one, group.inTree));

const isInTree = (world: World, one: SimulatedResourceProvider, id: string): boolean => {
  const other = world.state.resourceProviders.find((provider) => provider.id === id);
  return other !== undefined && rootOf(world, other) === rootOf(world, one);
};
