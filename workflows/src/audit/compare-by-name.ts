/** Something as a cloud has it; what stands in maps is a field of its own: `extraSpecs.hw:cpu_policy`. */
export interface Comparable {
  id: string;
  name: string;
  fields: Readonly<Record<string, Value>>;
}

export type Value = string | number | boolean | null;

export interface Difference {
  name: string;
  id: string;
  otherId: string;
  /** null: it is not there on that side. */
  fields: { field: string; value: Value; other: Value }[];
}

export interface Comparison {
  same: number;
  /** Only in the first cloud. */
  missing: { name: string; id: string }[];
  /** Only in the other one. */
  extra: { name: string; id: string }[];
  different: Difference[];
  /** Several have the name, on one side at least: which one belongs to which cannot be told. */
  ambiguous: { name: string; ids: string[]; otherIds: string[] }[];
}

/** Compares what two clouds have by its name, field by field. All by name, so that two runs give the same. */
export function compareByName(all: readonly Comparable[], others: readonly Comparable[]): Comparison {
  const result: Comparison = { same: 0, missing: [], extra: [], different: [], ambiguous: [] };
  const [here, there] = [Map.groupBy(all, nameOf), Map.groupBy(others, nameOf)];
  for (const name of [...new Set([...here.keys(), ...there.keys()])].sort()) {
    const [own = [], other = []] = [here.get(name), there.get(name)];
    const [one, another] = [own[0], other[0]];
    if (own.length > 1 || other.length > 1) {
      result.ambiguous.push({ name, ids: own.map(({ id }) => id), otherIds: other.map(({ id }) => id) });
    } else if (another === undefined) result.missing.push({ name, id: one?.id ?? '' });
    else if (one === undefined) result.extra.push({ name, id: another.id });
    else {
      const fields = differing(one.fields, another.fields);
      if (fields.length > 0) result.different.push({ name, id: one.id, otherId: another.id, fields });
      else result.same += 1;
    }
  }
  return result;
}

/** A map's entries as fields. */
export const entries = (prefix: string, map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [`${prefix}.${key}`, value]));

/** Leaves out fields that have one of these names; `*` at the end of one stands for anything. */
export function without({ fields, ...one }: Comparable, ignored: readonly string[]): Comparable {
  const isIgnored = (field: string) =>
    ignored.some((name) => (name.endsWith('*') ? field.startsWith(name.slice(0, -1)) : field === name));
  return { ...one, fields: Object.fromEntries(Object.entries(fields).filter(([field]) => !isIgnored(field))) };
}

const nameOf = ({ name }: Comparable): string => name;

const differing = (own: Comparable['fields'], other: Comparable['fields']): Difference['fields'] =>
  [...new Set([...Object.keys(own), ...Object.keys(other)])]
    .sort()
    .map((field) => ({ field, value: own[field] ?? null, other: other[field] ?? null }))
    .filter(({ value, other: that }) => value !== that);
