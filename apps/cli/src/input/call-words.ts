import type { AnyRunbook, Json } from '@opsbook/runbook';
import { arrayOf } from './coerce.ts';
import { type InputField, inputFields } from './input-field.ts';

const PLAIN = /^[^,[{\s]([^,]*[^,\s])?$/;

/** The words after a runbook's name that give exactly this input, read back by {@link gatherInput}. */
export function callWords(runbook: AnyRunbook, input: Readonly<Record<string, Json | undefined>>): string[] {
  return inputFields(runbook).flatMap((field) => {
    const value = input[field.key];
    return value === undefined ? [] : wordsOf(field, value);
  });
}

function wordsOf(field: InputField, value: Json): string[] {
  const { key, flag, isBoolean, schema } = field;
  const named = (text: string) => (flag === undefined ? [`${key}=${text}`] : [flag, text]);
  if (isBoolean && flag !== undefined) return [value === true ? flag : flag.replace('--', '--no-')];
  if (arrayOf(schema) !== undefined && Array.isArray(value)) {
    // One text for all where commas divide; JSON where they would not.
    const plain = value.filter((item): item is string => typeof item === 'string' && PLAIN.test(item));
    return named(plain.length === value.length && value.length > 0 ? plain.join(',') : JSON.stringify(value));
  }
  return named(typeof value === 'string' ? value : JSON.stringify(value));
}
