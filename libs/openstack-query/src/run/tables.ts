import type { BoundLink } from '../plan/bound.ts';
import type { Path } from '../plan/path.ts';
import { type Resource, propertyOf } from '../resources/resource.ts';

/** What was listed beside a resource. */
export interface Tables {
  /** By the join's name: the other resources by what refers to them. */
  readonly joins: ReadonlyMap<string, ReadonlyMap<unknown, unknown>>;
  /** What the resources refer to for which a linked condition holds. */
  readonly links: ReadonlyMap<BoundLink, ReadonlySet<unknown>>;
}

export type Read = (item: unknown) => unknown;

/** Reads a property of the resource itself. */
export const ownReader = (resource: Resource, name: string): Read => propertyOf(resource, name).read as Read;

/** Reads what a path names. What is not there is null: a key, or a resource that nobody knows any more. */
export function readerOf(path: Path, resource: Resource, { joins }: Tables): Read {
  const { join } = path;
  const read = valueReader(path);
  if (join === undefined) return read;
  const table = joins.get(join.name);
  const refer = ownReader(resource, join.of.by);
  return (item) => {
    const other = table?.get(refer(item));
    return other === undefined ? null : read(other);
  };
}

/** Reads a path's property, or a key of it, off the resource that has it. */
export function valueReader({ property, key }: Path): Read {
  const read = property.read as Read;
  if (key === undefined) return read;
  return (item) => {
    const map = read(item) as Record<string, string>;
    return Object.hasOwn(map, key) ? map[key] : null;
  };
}
