import type { Condition } from '../condition/condition.ts';
import { parseCondition } from '../condition/parse-condition.ts';
import { Scanner, SyntaxFault } from '../condition/scanner.ts';
import { Faults } from '../errors.ts';
import type { Grouping, QuerySpec, SortKey } from '../spec.ts';

/** A query as it is typed: `--where 'status=ERROR' --select name,user.email --sort -updated`. */
export interface QueryText {
  resource: string;
  /** Conditions, all of which hold. */
  where?: readonly string[];
  /** Names separated by commas, as the next three. */
  with?: string;
  select?: string;
  /** `-` before a name: descending. */
  sort?: string;
  /** A property, or groups as `name: condition`. */
  group?: readonly string[];
  /** The group of what is in none of those. */
  rest?: string;
  limit?: string;
  allProjects?: boolean;
}

/** A query as data, and the faults that were found so far: the others are found when it is planned. */
export function readQuery(text: QueryText): { spec: QuerySpec; faults: Faults } {
  const faults = new Faults();
  const tried = <T>(part: string, read: () => T): T[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      faults.add({ code: 'QUERY_SYNTAX', message: error.message, part, at: error.at });
      return [];
    }
  };
  const where = (text.where ?? []).map((one, i) => tried(`where[${i}]`, () => parseCondition(one))[0] ?? ANYTHING);
  const listed = <T>(part: 'with' | 'select' | 'sort', read: (text: string) => T): T | undefined => {
    const given = text[part];
    return given === undefined ? undefined : tried(part, () => read(given))[0];
  };
  const [joined, select, sort] = [listed('with', names), listed('select', names), listed('sort', sortKeys)];
  const { limit } = text;
  if (limit !== undefined && !/^\d{1,15}$/.test(limit)) {
    faults.add({ code: 'QUERY_BAD_OPTION', message: `'${limit}' is no whole number`, part: 'limit' });
  }
  const group = grouping(text, tried, faults);
  const spec: QuerySpec = {
    resource: text.resource,
    where,
    ...(joined !== undefined && { with: joined }),
    ...(select !== undefined && { select }),
    ...(sort !== undefined && { sort }),
    ...(group !== undefined && { group }),
    ...(limit !== undefined && /^\d{1,15}$/.test(limit) && { limit: Number(limit) }),
    ...(text.allProjects !== undefined && { allProjects: text.allProjects }),
  };
  return { spec, faults };
}

/** Stands for what could not be read, so that the places of the others stay. */
const ANYTHING: Condition = { kind: 'and', of: [] };

/** `name, user.email, metadata.'a key'`, and `*`. */
const names = (text: string): string[] => separated(text, (scan) => (scan.sign('*') ? '*' : scan.path()));

const sortKeys = (text: string): SortKey[] =>
  separated(text, (scan) => {
    const descending = scan.sign('-');
    return { property: scan.path(), descending };
  });

function separated<T>(text: string, read: (scan: Scanner) => T): T[] {
  const scan = new Scanner(text);
  const all: T[] = [];
  do {
    all.push(read(scan));
    scan.space();
  } while (scan.sign(','));
  if (!scan.atEnd) throw new SyntaxFault(`expected a comma or the end${scan.found()}`, scan.at);
  return all;
}

// A key of a map may hold a colon (`extraSpecs.hw:cpu_policy`), but none with a blank behind it.
const NAMED = /^\s*([^:]+):\s+/;

function grouping(
  { group = [], rest }: QueryText,
  tried: <T>(part: string, read: () => T) => T[],
  faults: Faults,
): Grouping | undefined {
  const refuse = (message: string): Grouping | undefined => {
    faults.add({ code: 'QUERY_BAD_OPTION', message, part: 'group' });
    return undefined;
  };
  const [first] = group;
  if (first === undefined) return rest === undefined ? undefined : refuse("'rest' is for groups with a condition");
  if (!group.some((one) => NAMED.test(one))) {
    if (group.length > 1)
      return refuse('one property makes the groups; several groups are written as "name: condition"');
    if (rest !== undefined)
      return refuse("'rest' is for groups with a condition: a property has a group for each value");
    const [by] = tried('group', () => names(first));
    if (by === undefined) return undefined;
    const [property] = by;
    return property !== undefined && by.length === 1 ? { by: property } : refuse('one property makes the groups');
  }
  const named = group.map(
    (one, i) => tried(`group[${i}]`, () => namedGroup(one))[0] ?? { name: one, condition: ANYTHING },
  );
  return { named, rest };
}

function namedGroup(text: string): { name: string; condition: Condition } {
  const found = NAMED.exec(text);
  if (found === null) throw new SyntaxFault('expected "name: condition"', 0);
  return { name: (found[1] ?? '').trim(), condition: parseCondition(text, found[0].length) };
}
