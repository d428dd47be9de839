import type * as z from 'zod';
import type { Fault } from '../errors.ts';
import type { KeyPath } from './key-path.ts';
import { schemaNodeAt } from './schema-node.ts';
import { suggest } from './suggest.ts';
import type { YamlSource } from './yaml-source.ts';

/** What the schema found wrong, each with its line. */
export function faultsOfIssues(issues: readonly z.core.$ZodIssue[], document: unknown, source: YamlSource): Fault[] {
  return issues.flatMap((issue) => {
    const path = issue.path as KeyPath;
    if (issue.code !== 'unrecognized_keys') return [source.fault(path, describe(issue, valueAt(document, path)))];
    return issue.keys.map((key) => source.keyFault([...path, key], unknownKey(key, path)));
  });
}

function unknownKey(key: string, path: KeyPath): string {
  const known = Object.keys(schemaNodeAt(path)?.properties ?? {});
  const meant = suggest(key, known);
  return meant === undefined ? `unknown key; known are ${known.join(', ')}` : `unknown key; did you mean ${meant}?`;
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is empty: give it a value or remove it';
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return issue.message.replace(/^Invalid input: /, '');
}

function valueAt(document: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined,
    document,
  );
}
