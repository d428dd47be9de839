import type { SchemaNode } from '../load/schema-node.ts';

/** What a field takes, in words: `number > 0`, `list of objects`, `string or list of strings`. */
export function typeText(node: SchemaNode): string {
  if (node.secret === true) return 'secret';
  if (node.oneOf !== undefined) return 'object';
  if (node.const !== undefined) return words([node.const]);
  if (node.anyOf !== undefined) return node.anyOf.map(typeText).join(' or ');
  if (node.enum !== undefined) return `one of ${words(node.enum)}`;
  if (node.type === 'array' && node.items?.enum !== undefined) return `list of ${words(node.items.enum)}`;
  if (node.type === 'array') return `list of ${several(typeText(node.items ?? {}))}`;
  if (typeof node.additionalProperties === 'object') return `map of ${several(typeText(node.additionalProperties))}`;
  return `${node.type ?? 'value'}${bounds(node)}`;
}

const several = (type: string) => (type.startsWith('list of ') ? type.replace('list', 'lists') : `${type}s`);

const words = (values: readonly string[]) => values.map((value) => `\`${value}\``).join(', ');

function bounds({ type, minimum, maximum, exclusiveMinimum }: SchemaNode): string {
  if (type !== 'number' && type !== 'integer') return '';
  const limits: string[] = [];
  if (exclusiveMinimum !== undefined) limits.push(`> ${exclusiveMinimum}`);
  // zod gives every integer the bounds of what a double holds exactly: no news to anyone.
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) limits.push(`≥ ${minimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) limits.push(`≤ ${maximum}`);
  return limits.length === 0 ? '' : ` ${limits.join(', ')}`;
}
