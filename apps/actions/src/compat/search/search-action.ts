import type { CompatAction, CompatParameter, Given } from '../compat-action.ts';
import { CompatFault } from '../compat-fault.ts';
import { fromStart } from '../converters.ts';
import { count, list, text } from '../given.ts';
import type { SearchKind } from './search-kind.ts';
import { type SearchTest, droppedColumns, searchInput } from './search-input.ts';
import { AGES, COMPARISONS, MEMBERSHIP, operatorOf, searchMode } from './search-modes.ts';
import { searchParameters } from './search-parameters.ts';

export interface Sought {
  /** Properties that can be searched by. */
  by: readonly string[];
  /** The one where none is given; default: it has to be. */
  usual?: string;
  /** What else is not as it was. */
  changed?: string;
  /** Whether there is a webhook; default true. */
  webhook?: boolean;
}

/** Everything of a kind. */
export function listing(kind: SearchKind): CompatAction {
  return {
    name: `${kind.prefix}.list`,
    description: `Lists ${kind.plural}`,
    runbook: kind.runbook,
    parameters: searchParameters(kind).first,
    input: (given) => ({ ...searchInput(kind, given), ownProject: undefined }),
    dropped: (given) => droppedColumns(kind, given),
    changed: `Lists the ${kind.plural} of every project. ${COLUMNS}`,
  };
}

/** What has one of some values, or none of them. */
export function propertySearch(kind: SearchKind, sought: Sought): CompatAction {
  const own = {
    search_mode: searchMode(MEMBERSHIP),
    values: { type: 'array', description: 'Values', required: true },
  } as const;
  return search(kind, sought, {
    suffix: 'property',
    own,
    changed: `Numbers and booleans are compared as such. ${SORTING}`,
    test: (given) => ({
      operator: operatorOf(MEMBERSHIP, given),
      values: atLeastOne(list(given, 'values')),
    }),
  });
}

/** What a regular expression fits. */
export function regexSearch(kind: SearchKind, sought: Sought): CompatAction {
  const own = {
    pattern: { type: 'string', description: 'Regular expression for the beginning of it', required: true },
  } as const;
  return search(kind, sought, {
    suffix: 'regex',
    own,
    changed: `Works on every text. The dialect is RE2, which has no look-around and no back-references. ${SORTING}`,
    test: (given) => ({ operator: '~', values: [fromStart(text(given, 'pattern'))] }),
  });
}

/** What is less or more than a number. */
export function expressionSearch(kind: SearchKind, sought: Sought): CompatAction {
  const own = {
    search_mode: searchMode(COMPARISONS),
    value: { type: 'integer', description: 'Number', required: true },
  } as const;
  return search(kind, sought, {
    suffix: 'expression',
    own,
    changed: SORTING,
    test: (given) => ({ operator: operatorOf(COMPARISONS, given), values: [String(count(given, 'value'))] }),
  });
}

/** What is older or younger than an age. */
export function timeSearch(kind: SearchKind, sought: Sought): CompatAction {
  const part = { type: 'integer', description: 'Part of the age', default: 0 } as const;
  const own = { search_mode: searchMode(AGES), days: part, hours: part, minutes: part, seconds: part };
  return search(kind, sought, {
    suffix: 'datetime',
    own,
    changed: `Ages count from now in UTC. Servers that are deleted are never found. ${SORTING}`,
    test: (given) => ({ operator: operatorOf(AGES, given), values: [ageOf(given)] }),
  });
}

interface SearchBy {
  suffix: string;
  own: Readonly<Record<string, CompatParameter>>;
  test: (given: Given) => SearchTest;
  changed: string;
}

function search(kind: SearchKind, { by, usual, changed, webhook = true }: Sought, how: SearchBy): CompatAction {
  const { first, scope, last } = searchParameters(kind);
  const { webhook: hook, ...ordering } = last;
  return {
    name: `${kind.prefix}.search.by.${how.suffix}`,
    description: `Finds ${kind.plural} by ${how.suffix}`,
    runbook: kind.runbook,
    parameters: {
      ...first,
      property_to_search_by: {
        type: 'string',
        description: 'Property that the condition is about',
        required: true,
        ...(usual !== undefined && { default: usual }),
        enum: by,
      },
      ...how.own,
      ...scope,
      ...ordering,
      ...(webhook && hook !== undefined && { webhook: hook }),
    },
    input: (given) => searchInput(kind, given, how.test(given)),
    dropped: (given) => droppedColumns(kind, given),
    changed: [changed, how.changed, COLUMNS].filter((text) => text !== undefined).join(' '),
  };
}

const SORTING = 'Sorting is ascending, as it was said to be. Projects need no second switch.';
const COLUMNS = 'Rows have the names of opsbook’s columns.';

function atLeastOne(values: string[]): string[] {
  if (values.length === 0) throw new CompatFault('values', 'give at least one');
  return values;
}

function ageOf(given: Given): string {
  const age = (['days', 'hours', 'minutes', 'seconds'] as const)
    .filter((unit) => count(given, unit) !== 0)
    .map((unit) => `${count(given, unit)}${unit.charAt(0)}`)
    .join('');
  if (age === '') throw new CompatFault('days', 'give an age: days, hours, minutes or seconds');
  return age;
}
