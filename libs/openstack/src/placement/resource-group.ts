import { segment } from '../core/segment.ts';
import type { ResourceAmounts } from './placement-api.ts';

/** What is wanted of one resource provider, or of a tree of them. */
export interface ResourceGroup {
  /** It can give all of it in one allocation. */
  resources?: ResourceAmounts;
  /** It has all of these traits. */
  required?: readonly string[];
  /** It has one at least of each of these sets of traits. */
  requiredAny?: readonly (readonly string[])[];
  /** It has none of these traits. */
  forbidden?: readonly string[];
  /** It belongs to one at least of these aggregates. */
  memberOf?: readonly string[];
  /** It belongs to none of these aggregates. */
  notMemberOf?: readonly string[];
  /** It is in the tree of this provider. */
  inTree?: string;
}

/** A group as placement's query; `suffix` tells granular groups apart. */
export function groupQuery(group: ResourceGroup, suffix = ''): Record<string, string | string[]> {
  const { resources = {}, required = [], requiredAny = [], forbidden = [], memberOf, notMemberOf, inTree } = group;
  const amounts = Object.entries(resources).map(([name, amount]) => `${segment(name)}:${amount}`);
  const traits = [...required, ...forbidden.map((trait) => `!${trait}`)].join(',');
  const traitFilters = [...(traits === '' ? [] : [traits]), ...requiredAny.map((any) => `in:${any.join(',')}`)];
  const aggregates = [
    ...(memberOf === undefined ? [] : [`in:${memberOf.join(',')}`]),
    ...(notMemberOf === undefined || notMemberOf.length === 0 ? [] : [`!in:${notMemberOf.join(',')}`]),
  ];
  return {
    ...(amounts.length > 0 && { [`resources${suffix}`]: amounts.join(',') }),
    ...(traitFilters.length > 0 && { [`required${suffix}`]: traitFilters }),
    ...(aggregates.length > 0 && { [`member_of${suffix}`]: aggregates }),
    ...(inTree !== undefined && { [`in_tree${suffix}`]: inTree }),
  };
}

/** Whether a group wants one of no traits or aggregates. */
export const groupFitsNothing = ({ memberOf, requiredAny = [] }: ResourceGroup): boolean =>
  memberOf?.length === 0 || requiredAny.some((any) => any.length === 0);

/** The microversion that has all that the group asks for. */
export function groupSince({ requiredAny, forbidden, notMemberOf }: ResourceGroup): string {
  if (requiredAny !== undefined) return '1.39';
  if (notMemberOf !== undefined) return '1.32';
  return forbidden === undefined ? '1.20' : '1.22';
}
