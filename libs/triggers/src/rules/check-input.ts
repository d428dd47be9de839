import type { AnyRunbook, Json } from '@opsbook/runbook';
import type * as z from 'zod';
import { isTemplate, splitTemplate } from './expressions/split-template.ts';
import type { KeyPath } from './yaml/yaml-file.ts';

/** Of no type that a schema could want: where it stands, nothing of the schema but this place is refused. */
const LATER = Symbol('computed when the rule runs');

/** The issues of an input of which some values are known only when the rule runs: those that no such value could mend. */
export function inputIssues(runbook: AnyRunbook, input: Readonly<Record<string, Json>>): z.core.$ZodIssue[] {
  const later: KeyPath[] = [];
  const known = knownPart(input, [], later);
  const result = parsed(runbook, known);
  if (result === undefined || result.success) return [];
  return result.error.issues.filter((issue) => {
    const path = issue.path as KeyPath;
    if (later.some((one) => begins(path, one))) return false;
    const mayChange = issue.code === 'custom' || issue.code === 'invalid_union';
    return !(mayChange && later.some((one) => begins(one, path)));
  });
}

function parsed(runbook: AnyRunbook, input: unknown): z.ZodSafeParseResult<unknown> | undefined {
  try {
    return (runbook.input as z.ZodType).safeParse(input);
  } catch {
    // A schema's own code stumbled over a value that is not there yet: the run's own check has the last word anyway.
    return undefined;
  }
}

function knownPart(value: Json | undefined, path: KeyPath, later: KeyPath[]): unknown {
  if (typeof value === 'string' && isTemplate(value)) {
    const text = plainText(value);
    if (text === undefined) later.push(path);
    return text ?? LATER;
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item, index) => knownPart(item, [...path, index], later));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, knownPart(item, [...path, key], later)]));
}

/** Of a text without expressions; one with a fault, which is told elsewhere, is none. */
function plainText(value: string): string | undefined {
  try {
    const texts = splitTemplate(value).map((piece) => ('text' in piece ? piece.text : undefined));
    return texts.includes(undefined) ? undefined : texts.join('');
  } catch {
    return undefined;
  }
}

const begins = (path: KeyPath, beginning: KeyPath): boolean => beginning.every((part, index) => path[index] === part);
