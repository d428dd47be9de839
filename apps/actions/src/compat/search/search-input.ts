import { type Operator, printCondition } from '@opsbook/openstack-query';
import type { Json } from '@opsbook/runbook';
import type { Given } from '../compat-action.ts';
import { CompatFault } from '../compat-fault.ts';
import { flag, list, text } from '../given.ts';
import { type SearchKind, propertyOf } from './search-kind.ts';

/** A test of the property that a search is by. */
export interface SearchTest {
  operator: Operator;
  values: readonly string[];
}

/** As many as a query may give: the pack's searches had no limit. */
const LIMIT = 100_000;

/** The query of a search. @throws {@link CompatFault} for what is no property any more, and for a webhook */
export function searchInput(kind: SearchKind, given: Given, test?: SearchTest): Record<string, Json | undefined> {
  const webhook = text(given, 'webhook');
  if (webhook !== '') {
    throw new CompatFault(
      'webhook',
      `nothing is posted to ${webhook}, a search changes nothing: opsbook's own server_migrate_selected moves what a query finds`,
    );
  }
  const group = text(given, 'group_by');
  return {
    ...(test !== undefined && { where: [conditionOf(kind, given, test)] }),
    select: selected(kind, given),
    sort: list(given, 'sort_by').map((name) => nameNow(kind, 'sort_by', name)),
    ...(group !== '' && { group: [nameNow(kind, 'group_by', group)] }),
    ...(kind.scope === 'projects' && scopeOf(given)),
    limit: LIMIT,
  };
}

/** Columns that were asked for, or stand in the default, and that there are none of any more: why, by parameter. */
export function droppedColumns(kind: SearchKind, given: Given): Record<string, string> {
  const gone = list(given, 'properties_to_select').flatMap((name) => {
    const { gone: why } = propertyOf(kind, name);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  return gone.length === 0 ? {} : { properties_to_select: gone.join('; ') };
}

function selected(kind: SearchKind, given: Given): string[] {
  const wanted = list(given, 'properties_to_select');
  const known = wanted.flatMap((name) => propertyOf(kind, name).now ?? []);
  return wanted.length === 0 ? ['*'] : known;
}

function conditionOf(kind: SearchKind, given: Given, { operator, values }: SearchTest): string {
  const name = text(given, 'property_to_search_by');
  const { value = String } = propertyOf(kind, name);
  const property = nameNow(kind, 'property_to_search_by', name);
  return printCondition({ kind: 'test', property, operator, values: values.map((one) => value(one)) });
}

function nameNow(kind: SearchKind, parameter: string, name: string): string {
  const { now, gone } = propertyOf(kind, name);
  if (now === undefined) throw new CompatFault(parameter, `${name}: ${gone ?? 'there is no such property'}`);
  return now;
}

/** Projects need no second switch: naming some is enough. */
function scopeOf(given: Given): Record<string, Json> {
  const projects = list(given, 'from_projects');
  return projects.length > 0 ? { projects } : { ownProject: !flag(given, 'all_projects') };
}
