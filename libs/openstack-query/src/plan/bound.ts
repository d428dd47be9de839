import type { Condition, TestCondition } from '../condition/condition.ts';
import type { Link } from '../resources/catalogue.ts';
import type { Resource } from '../resources/resource.ts';
import type { Path } from './path.ts';

/** A test whose property exists and whose values are of its kind. */
export interface BoundTest {
  readonly kind: 'test';
  readonly path: Path;
  readonly condition: TestCondition;
  /** Of a value, which may be null. */
  readonly holds: (value: unknown) => boolean;
  /** What it must be equal to, as the service would be told; undefined: it is no plain `=`. */
  readonly equals: string | undefined;
}

export interface BoundLink {
  readonly kind: 'linked';
  readonly link: Link;
  readonly source: Source;
  /** The condition on what refers, as it was given. */
  readonly of: Condition | undefined;
}

export type Bound =
  | BoundTest
  | BoundLink
  | { readonly kind: 'and' | 'or'; readonly of: readonly Bound[] }
  | { readonly kind: 'not'; readonly of: Bound };

/** One kind of resource, with what has to be listed beside it before its conditions can be told. */
export interface Source {
  readonly resource: Resource;
  /** All of them hold. */
  readonly where: readonly Bound[];
  /** Joins by name. */
  readonly joins: ReadonlySet<string>;
  readonly links: readonly BoundLink[];
}
