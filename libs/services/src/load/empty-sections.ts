import type { KeyPath } from './key-path.ts';
import { schemaNodeAt } from './schema-node.ts';

/**
 * Reads a section without content (`http:` with all its lines commented out, `prod:` under clouds) as a section that says
 * nothing, where YAML has null. An empty value of anything else stays null, and a fault.
 */
export function emptySections(value: unknown, path: KeyPath = []): unknown {
  if (value === null) return schemaNodeAt(path)?.type === 'object' ? {} : null;
  if (Array.isArray(value)) return value.map((item, index) => emptySections(item, [...path, index]));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, emptySections(item, [...path, key])]));
}
