import type { Json } from '@opsbook/runbook';
import { TriggersError } from '../../errors.ts';
import type { Scope, Template } from '../../rule.ts';
import { type Expression, compileExpression } from './compile-expression.ts';
import { isTemplate, splitTemplate } from './split-template.ts';

/** Where a template stands, for its errors. */
export interface TemplatePlace {
  rule: string;
  /** `input.hypervisor`. */
  path: string;
}

/** What a text may come to: enough for a ticket with a whole trace, and not for filling a disk. */
const LONGEST = 1_000_000;

/**
 * A value as rules have it: texts in it may hold expressions, at any depth. A text that is one expression and nothing else
 * becomes what that comes to, with its type; any other becomes a text, in which lists and maps are written as JSON. What an
 * expression comes to is never read again as one.
 * @throws SyntaxError with what is wrong, for a text; of a value with several wrong texts the first
 */
export function compileTemplate(value: Json, names: readonly string[], place: TemplatePlace): Template {
  const source = typeof value === 'string' ? value : JSON.stringify(value);
  return { source, render: nodeOf(value, names, place) };
}

/** A template whose value is a text: what is a number, true or false becomes one. */
export function compileText(source: string, names: readonly string[], place: TemplatePlace): Template<string> {
  const pieces = typeof source === 'string' ? textOf(source, names, place) : () => source;
  return { source, render: pieces };
}

type Render = (scope: Scope) => Json;

function nodeOf(value: Json, names: readonly string[], place: TemplatePlace): Render {
  if (typeof value === 'string') {
    if (!isTemplate(value)) return () => value;
    const [only, ...more] = splitTemplate(value);
    if (more.length > 0 || only === undefined || !('expression' in only)) return textOf(value, names, place);
    const expression = compileExpression(only.expression, names);
    return (scope) => evaluated(expression, scope, place);
  }
  if (value === null || typeof value !== 'object') return () => value;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => nodeOf(item, names, below(place, `[${index}]`)));
    return (scope) => items.map((item) => item(scope));
  }
  const fields = Object.entries(value).map(
    ([key, item]) => [key, nodeOf(item ?? null, names, below(place, `.${key}`))] as const,
  );
  return (scope) => Object.fromEntries(fields.map(([key, item]) => [key, item(scope)]));
}

function textOf(source: string, names: readonly string[], place: TemplatePlace): (scope: Scope) => string {
  const parts = splitTemplate(source).map((piece) =>
    'text' in piece ? piece.text : compileExpression(piece.expression, names),
  );
  return (scope) => {
    const text = parts
      .map((part) => (typeof part === 'string' ? part : inText(part, evaluated(part, scope, place), place)))
      .join('');
    if (text.length > LONGEST) throw failed(place, source, `it is longer than ${LONGEST} characters`);
    return text;
  };
}

function inText(expression: Expression, value: Json, place: TemplatePlace): string {
  if (typeof value === 'string') return value;
  if (value !== null) return JSON.stringify(value);
  throw failed(place, expression.source, 'it is null, which is no text: write default(..., "...")');
}

function evaluated(expression: Expression, scope: Scope, place: TemplatePlace): Json {
  try {
    return expression.evaluate(scope);
  } catch (error) {
    throw failed(place, expression.source, (error as Error).message, error);
  }
}

function failed({ rule, path }: TemplatePlace, source: string, why: string, cause?: unknown): TriggersError {
  return new TriggersError('EXPRESSION_FAILED', `rule ${rule}, ${path}: \${${source}}: ${why}`, { cause });
}

const below = (place: TemplatePlace, part: string): TemplatePlace => ({ ...place, path: place.path + part });
