import { type Attributes, checkableAttributes, downtimeAttributes } from './attributes.ts';
import { type Scope, parseFilter } from './filter-expression.ts';
import { FilterFault } from './filter-tokens.ts';
import { isTrue } from './filter-values.ts';
import { notFound } from './refusal.ts';
import { type World, nameOf } from './world.ts';

export type ObjectType = 'Host' | 'Service' | 'Downtime';

/** An object that a request is about. */
export interface Target {
  /** The full name. */
  name: string;
  attrs: Attributes;
  /** What a filter sees. */
  scope: Scope;
  /** What `joins` may add. */
  joins: Readonly<Record<string, Attributes>>;
}

/** Everything of a type. */
export function targetsOf(world: World, type: ObjectType): Target[] {
  const host = (name: string): Attributes => {
    const found = world.find(name, '');
    return found === undefined ? {} : checkableAttributes(found, world);
  };
  if (type === 'Downtime') {
    return world.downtimes.map((one) => {
      const attrs = downtimeAttributes(one);
      return {
        name: one.name,
        attrs,
        scope: { downtime: attrs, host: host(one.host) },
        joins: { host: host(one.host) },
      };
    });
  }
  return world.checkables
    .filter(({ service }) => (service === '') === (type === 'Host'))
    .map((one) => {
      const attrs = checkableAttributes(one, world);
      const around = type === 'Host' ? {} : { host: host(one.host) };
      return { name: nameOf(one), attrs, scope: { ...around, [type.toLowerCase()]: attrs }, joins: around };
    });
}

/** Those that a filter lets pass; an empty filter lets none pass. @throws Refusal */
export function filtered(targets: readonly Target[], filter: string, vars: unknown, verbose: boolean): Target[] {
  try {
    const passes = filter.trim() === '' ? () => false : parseFilter(filter);
    return targets.filter(({ scope }) => {
      return isTrue(passes({ ...scope, ...(vars as Scope | undefined) }));
    });
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    throw notFound(`${error.message}\nLocation: in <API query>`, verbose);
  }
}
