import type { Expression } from '../../templates/expression.ts';
import { NotReproduced } from '../../templates/template-errors.ts';
import { isObject, jsonDumps, pythonStr, typeName, type PythonValue } from './python-value.ts';

/** The variables that a template sees. */
export type Scope = ReadonlyMap<string, PythonValue>;

/** What fails the execution in StackStorm, too: a name that has no value, a text that does not become JSON. */
export class RenderFailed extends Error {
  override readonly name = 'RenderFailed';
}

/** Filters of st2 that a pack's templates use (st2 `st2common/expressions/functions/data.py`). */
const FILTERS: Readonly<Record<string, (value: PythonValue) => PythonValue>> = {
  to_json_string: (value) => jsonDumps(value, { item: ',', key: ': ' }),
  to_complex: (value) => jsonDumps(value),
  use_none: (value) => value ?? NONE_MAGIC,
};
/** How `use_none` carries a null through a template, whose result is a text. */
export const NONE_MAGIC = '%*****__%NONE%__*****%';

/**
 * The value of an expression. Undefined names and keys are errors, as in st2's environment
 * (st2 `st2common/util/jinja.py`: `StrictUndefined`).
 *
 * @throws RenderFailed, NotReproduced.
 */
export function evaluate(expression: Expression, scope: Scope): PythonValue {
  return valueOf(expression, scope, false);
}

/** @param toJson whether what is built here becomes JSON, which fails for what is undefined; as text it is called `Undefined`. */
function valueOf(expression: Expression, scope: Scope, toJson: boolean): PythonValue {
  const within = (part: Expression): PythonValue => {
    try {
      return valueOf(part, scope, toJson);
    } catch (error) {
      throw toJson || !(error instanceof RenderFailed) ? error : new NotReproduced(error.message);
    }
  };
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'name': {
      const value = scope.get(expression.name);
      if (value === undefined) throw new RenderFailed(`'${expression.name}' is undefined`);
      return value;
    }
    case 'attribute':
    case 'item': {
      const of = evaluate(expression.of, scope);
      const key = expression.kind === 'attribute' ? expression.name : evaluate(expression.key, scope);
      if (isStore(expression.of) && isObject(of)) return own(of, key) ?? '';
      return itemOf(of, key);
    }
    case 'get': {
      const of = evaluate(expression.of, scope);
      if (!isObject(of)) throw new RenderFailed(`get() of what is no dict: ${pythonStr(of)}`);
      const value = own(of, evaluate(expression.key, scope));
      return value ?? (value === null || !expression.otherwise ? null : evaluate(expression.otherwise, scope));
    }
    case 'call': {
      const [text, separator, ...others] = [expression.of, ...expression.arguments].map((each) =>
        evaluate(each, scope),
      );
      const isKnown = expression.method === 'split' && others.length === 0;
      if (isKnown && typeof text === 'string' && typeof separator === 'string' && separator !== '')
        return text.split(separator);
      throw new NotReproduced(`the method '${expression.method}'`);
    }
    case 'object':
      return Object.fromEntries(expression.entries.map(([key, value]) => [keyText(within(key)), within(value)]));
    case 'list':
      return expression.items.map(within);
    case 'filter': {
      const filter = FILTERS[expression.name];
      if (!filter || expression.arguments.length > 0) throw new NotReproduced(`the filter '${expression.name}'`);
      return filter(valueOf(expression.of, scope, expression.name !== 'use_none'));
    }
  }
}

/** The datastore, of which an absent key is an empty text (st2 `st2common/services/keyvalues.py`, `KeyValueLookup`). */
const isStore = (expression: Expression): boolean =>
  expression.kind === 'attribute' &&
  expression.name === 'system' &&
  expression.of.kind === 'name' &&
  expression.of.name === 'st2kv';

function itemOf(of: PythonValue, key: PythonValue): PythonValue {
  const isList = Array.isArray(of) && typeof key === 'number';
  if (!isList && of !== null && !isObject(of)) throw new NotReproduced(`an attribute of a ${typeName(of)}`);
  const value = isList ? of[key] : isObject(of) ? own(of, key) : undefined;
  if (value !== undefined) return value;
  if (isList) throw new RenderFailed(`list object has no element ${key}`);
  throw new RenderFailed(`'${of === null ? 'None' : 'dict object'}' has no attribute '${pythonStr(key)}'`);
}

const own = (of: Record<string, PythonValue>, key: PythonValue): PythonValue | undefined =>
  typeof key === 'string' && Object.hasOwn(of, key) ? of[key] : undefined;

function keyText(key: PythonValue): string {
  if (typeof key !== 'string') throw new NotReproduced('a key that is no text');
  return key;
}
