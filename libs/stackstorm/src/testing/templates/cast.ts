import { NotReproduced } from '../../templates/template-errors.ts';
import { NONE_MAGIC, RenderFailed } from './evaluate.ts';
import { PythonFloat, pythonStr, typeName, type PythonValue } from './python-value.ts';

/** A value that is not of the type of its parameter. StackStorm refuses it before it makes an execution. */
export class CastFailed extends RenderFailed {}

/**
 * Makes the value of a parameter what its schema's type says (st2 `st2common/util/casts.py`): a text becomes the number, the boolean or
 * the JSON that it says, a fraction is cut off an integer, and a number is no string.
 *
 * @throws CastFailed for a value that st2 refuses, NotReproduced for a text in Python's notation.
 */
export function cast(value: PythonValue, type: string | undefined): PythonValue {
  if (value === null || value === NONE_MAGIC || type === undefined) return value === NONE_MAGIC ? null : value;
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      throw new CastFailed(`Value "${pythonStr(value)}" must either be a string or None. Got "${typeName(value)}".`);
    case 'integer': {
      const number = Math.trunc(toNumber(value, /^[\t-\r ]*[-+]?\d{1,15}[\t-\r ]*$/, NO_INTEGER)) + 0;
      if (Number.isSafeInteger(number)) return number;
      throw new NotReproduced(`an integer of that size: ${number}`);
    }
    case 'number':
      return new PythonFloat(toNumber(value, /^[\t-\r ]*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?[\t-\r ]*$/i, NO_NUMBER));
    case 'boolean':
      if (typeof value !== 'string') return value;
      if (/^(true|false|none)$/i.test(value)) return /^none$/i.test(value) ? null : /^true$/i.test(value);
      throw new NotReproduced(`a text as boolean: ${value}`);
    case 'object':
    case 'array':
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value) as PythonValue;
      } catch {
        throw new NotReproduced(`a text as ${type}: ${value}`);
      }
    default:
      return value;
  }
}

/** What `int()` and `float()` refuse for certain: an empty text, or a letter that no number has. */
const NO_INTEGER = /^\s*$|[A-Za-z.]/;
const NO_NUMBER = /^\s*$|[b-dg-hj-mo-su-xzB-DG-HJ-MO-SU-XZ]/;

function toNumber(value: PythonValue, text: RegExp, refused: RegExp): number {
  if (value instanceof PythonFloat) return value.value;
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') {
    if (text.test(value)) return Number(value);
    if (refused.test(value)) throw new CastFailed(`no number: '${value}'`);
    throw new NotReproduced(`a text as number: ${value}`);
  }
  throw new CastFailed(`no number: ${pythonStr(value)}`);
}
