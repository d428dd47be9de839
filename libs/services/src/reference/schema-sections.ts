import type { SchemaNode } from '../load/schema-node.ts';

/** One object of the schema, which becomes one table of the reference. */
export interface SchemaSection {
  /** Where such an object stands: `clouds.<name>`, `migration.policies[]`; empty for the whole file. */
  path: string;
  description: string | undefined;
  fields: { name: string; required: boolean; node: SchemaNode }[];
}

/** Every object of a schema with named fields, an outer one before those in it. */
export function schemaSections(node: SchemaNode, path = ''): SchemaSection[] {
  const { properties, required = [], items, additionalProperties, oneOf } = node;
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(([name, field]) => ({
      name,
      required: required.includes(name),
      node: field,
    }));
    const inner = fields.flatMap((field) =>
      schemaSections(field.node, path === '' ? field.name : `${path}.${field.name}`),
    );
    return [{ path, description: node.description, fields }, ...inner];
  }
  if (oneOf !== undefined) return oneOf.flatMap((kind) => schemaSections(kind, `${path} (${valueOf(kind)})`));
  if (items !== undefined) return schemaSections(items, `${path}[]`);
  return typeof additionalProperties === 'object' ? schemaSections(additionalProperties, `${path}.<name>`) : [];
}

/** `kind: own`: the field by which this kind of object is told from the others. */
const valueOf = ({ properties = {} }: SchemaNode): string =>
  Object.entries(properties).flatMap(([name, field]) =>
    field.const === undefined ? [] : [`${name}: ${field.const}`],
  )[0] ?? '';
