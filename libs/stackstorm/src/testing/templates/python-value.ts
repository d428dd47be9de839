/**
 * A value as StackStorm holds it between the JSON that it received and the process that it starts. Python tells 5 from 5.0 and writes
 * them differently, so a float has a class of its own; a plain number is an int where JSON would write it as one.
 */
export type PythonValue = null | boolean | number | string | PythonFloat | PythonValue[] | PythonObject;
export interface PythonObject {
  [key: string]: PythonValue;
}

/** A number that `float()` was applied to (st2 `st2common/util/casts.py`, type `number`). */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  toJSON(): number {
    return this.value;
  }
}

/** Whether a value is a dict. */
export const isObject = (value: unknown): value is PythonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonFloat);

/** `type(value).__name__`, for messages. */
export function typeName(value: PythonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'number') return isFloat(value) ? 'float' : 'int';
  if (value instanceof PythonFloat) return 'float';
  return Array.isArray(value) ? 'list' : 'dict';
}

/** JSON reads a number as a float where it has a fraction or an exponent. */
const isFloat = (value: number): boolean => /[.e]/.test(JSON.stringify(value));

/** `repr()` of a number: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on. */
function numberText(value: number | PythonFloat): string {
  if (typeof value === 'number' && !isFloat(value)) return JSON.stringify(value);
  const number = typeof value === 'number' ? value : value.value;
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  const sign = number < 0 || Object.is(number, -0) ? '-' : '';
  const [mantissa = '', power = ''] = Math.abs(number).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits.charAt(0)}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** `str(value)`, which is what a template writes. */
export const pythonStr = (value: PythonValue): string => (typeof value === 'string' ? value : pythonRepr(value));

/** `repr(value)`: lists and dicts become Python's notation, which is not JSON. */
export function pythonRepr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return textRepr(value);
  if (typeof value === 'number' || value instanceof PythonFloat) return numberText(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${textRepr(key)}: ${pythonRepr(item)}`);
  return `{${entries.join(', ')}}`;
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(/[\\\n\r\t'"]|(?! )[\p{C}\p{Z}]/gu, (sign) => {
    if (sign === "'" || sign === '"') return sign === quote ? `\\${sign}` : sign;
    const named = NAMED_ESCAPES[sign];
    if (named !== undefined) return named;
    const code = sign.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x1_0000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `${quote}${escaped}${quote}`;
}

/** `json.dumps(value, separators=(',', separator))`: ASCII only, floats as Python writes them. */
export function jsonDumps(value: PythonValue, { item = ', ', key = ': ' } = {}): string {
  if (typeof value === 'string') return asciiJson(value);
  if (typeof value === 'number' || value instanceof PythonFloat) return numberText(value);
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => jsonDumps(each, { item, key })).join(item)}]`;
  const entries = Object.entries(value).map(
    ([name, each]) => `${asciiJson(name)}${key}${jsonDumps(each, { item, key })}`,
  );
  return `{${entries.join(item)}}`;
}

const asciiJson = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
