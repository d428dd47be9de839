import type { Condition } from './condition/condition.ts';

export interface SortKey {
  property: string;
  /** Default false: ascending. Null comes last either way. */
  descending?: boolean;
}

/** By the values of a property, or into groups that have a name and a condition; a row is in the first one that it fits. */
export type Grouping =
  | { by: string }
  | {
      named: readonly { name: string; condition: Condition }[];
      /** The name of the group of all others; undefined: they are left out. */
      rest?: string | undefined;
    };

/** A query as data. */
export interface QuerySpec {
  resource: string;
  /** All of them hold. */
  where?: readonly Condition[];
  /** Joins whose columns are shown, unless columns are selected. */
  with?: readonly string[];
  /** Columns, in this order; `*` is all of the resource's own. */
  select?: readonly string[];
  /** The first is the most significant one. */
  sort?: readonly SortKey[];
  group?: Grouping;
  /** Rows at most. */
  limit?: number;
  /** Default true, which is for admins; false: what belongs to the token's project, where the service divides by project. */
  allProjects?: boolean;
}
