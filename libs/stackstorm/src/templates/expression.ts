/** What stands between `{{` and `}}`, as far as the templates of a pack need it. */
export type Expression =
  | { kind: 'constant'; value: null | boolean | number | string }
  | { kind: 'name'; name: string }
  | { kind: 'attribute'; of: Expression; name: string }
  | { kind: 'item'; of: Expression; key: Expression }
  | { kind: 'get'; of: Expression; key: Expression; otherwise: Expression | undefined }
  | { kind: 'call'; of: Expression; method: string; arguments: Expression[] }
  | { kind: 'object'; entries: [key: Expression, value: Expression][] }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'filter'; name: string; of: Expression; arguments: Expression[] };

/** A variable with the attributes and constant keys that are taken from it. */
export type Reference = readonly [name: string, ...path: string[]];

/** The variables of an expression, each with its path; a key that is computed ends the path. */
export function references(expression: Expression): Reference[] {
  switch (expression.kind) {
    case 'constant':
      return [];
    case 'name':
      return [[expression.name]];
    case 'attribute':
    case 'item':
    case 'get': {
      const key = expression.kind === 'attribute' ? expression.name : constantText(expression.key);
      const inside = expression.kind === 'attribute' ? [] : references(expression.key);
      const other = expression.kind === 'get' && expression.otherwise ? references(expression.otherwise) : [];
      const path = pathOf(expression.of);
      const own = path && key !== undefined ? [[...path, key] as const] : references(expression.of);
      return [...own, ...inside, ...other];
    }
    case 'object':
      return expression.entries.flatMap(([key, value]) => [...references(key), ...references(value)]);
    case 'list':
      return expression.items.flatMap(references);
    case 'call':
    case 'filter':
      return [...references(expression.of), ...expression.arguments.flatMap(references)];
  }
}

function pathOf(expression: Expression): Reference | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'attribute' && expression.kind !== 'item' && expression.kind !== 'get') return undefined;
  const of = pathOf(expression.of);
  const key = expression.kind === 'attribute' ? expression.name : constantText(expression.key);
  return of && key !== undefined ? [...of, key] : undefined;
}

const constantText = (expression: Expression): string | undefined =>
  expression.kind === 'constant' && typeof expression.value === 'string' ? expression.value : undefined;
