import * as z from 'zod';
import { configSchema } from '../schema/config-schema.ts';
import type { KeyPath } from './key-path.ts';

/** What is used here of the schema's JSON form. */
export interface SchemaNode {
  type?: string;
  description?: string;
  default?: unknown;
  properties?: Record<string, SchemaNode>;
  required?: string[];
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
  /** Objects of several kinds, which a field with one value each tells apart. */
  oneOf?: SchemaNode[];
  const?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  /** Marks a secret field. */
  secret?: boolean;
  /** Marks the path of a file. */
  path?: boolean;
}

let made: SchemaNode | undefined;

/** The schema of opsbook.yaml as JSON Schema: what the reference and the hints about faults are derived from. */
export const configJsonSchema = (): SchemaNode =>
  // A file without faults and empty sections needs none.
  (made ??= z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }) as SchemaNode);

/** The schema of what may stand at a path; undefined where nothing may. */
export function schemaNodeAt(path: KeyPath): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, part) => {
    if (typeof part === 'number') return node?.items ?? node?.anyOf?.find(({ items }) => items !== undefined)?.items;
    const other = node?.additionalProperties;
    return node?.properties?.[part] ?? (typeof other === 'object' ? other : undefined);
  }, configJsonSchema());
}
