import { type Env, absolutePath } from './home-path.ts';
import type { KeyPath } from './key-path.ts';
import { schemaNodeAt } from './schema-node.ts';

/**
 * Makes the paths in the configuration absolute, that is the fields that the schema marks as such: what they are relative to is the
 * configuration file, not where one works.
 */
export function resolvePaths(value: unknown, base: string, env: Env, path: KeyPath = []): unknown {
  if (Array.isArray(value)) return value.map((item, index) => resolvePaths(item, base, env, [...path, index]));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, item]) => [key, resolvePaths(item, base, env, [...path, key])]);
    return Object.fromEntries(fields);
  }
  // An empty one is a fault, which is told as such.
  const isPath = typeof value === 'string' && value !== '' && schemaNodeAt(path)?.path === true;
  return isPath ? absolutePath(value, base, env) : value;
}
