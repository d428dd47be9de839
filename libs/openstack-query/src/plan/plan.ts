import type { Scope } from '../resources/resource.ts';
import type { Bound, Source } from './bound.ts';
import type { Path } from './path.ts';

export interface PlannedSort {
  readonly path: Path;
  readonly descending: boolean;
}

export type PlannedGrouping =
  | { readonly by: Path }
  | { readonly named: readonly { name: string; bound: Bound }[]; readonly rest: string | undefined };

/** A query in which nothing is wrong. */
export interface Plan {
  readonly source: Source;
  readonly columns: readonly Path[];
  readonly sort: readonly PlannedSort[];
  readonly grouping: PlannedGrouping | undefined;
  readonly limit: number | undefined;
  readonly scope: Scope;
}
