import type { Fault, Json } from '@opsbook/runbook';
import { arrayOf, coerce, coerceArray } from './coerce.ts';
import type { InputField } from './input-field.ts';

/** What the arguments after a runbook's name say: values by key, and everything that is wrong with them. */
export interface ArgumentsRead {
  /** From `key=value`. */
  pairs: Record<string, Json>;
  /** From flags. */
  flags: Record<string, Json>;
  faults: Fault[];
}

/** Reads `key=value`, `--flag value`, `--flag=value`, `--flag` and `--no-flag`. After `--` come pairs only. */
export function readArguments(args: readonly string[], fields: readonly InputField[]): ArgumentsRead {
  const faults: Fault[] = [];
  const pairs = new Texts();
  const flags = new Texts();
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] as string;
    if (i === end) continue;
    if (i > end || !arg.startsWith('-')) {
      readPair(arg, fields, pairs, faults);
      continue;
    }
    const [name, inlined] = split(arg);
    const field = fields.find(({ flag }) => flag === name);
    const negated = fields.find(({ flag, isBoolean }) => isBoolean && flag?.replace('--', '--no-') === name);
    const next = i + 1 < end ? args[i + 1] : undefined;
    if (field?.isBoolean === true) flags.add(field, inlined ?? 'true');
    else if (field === undefined && negated !== undefined && inlined === undefined) flags.add(negated, 'false');
    else if (field === undefined) {
      faults.push({ path: name, message: `is not known here; known are ${names(fields)}` });
      // What follows was probably meant as its value, and would only be a second fault.
      if (inlined === undefined && next !== undefined && !next.startsWith('-') && !next.includes('=')) i += 1;
    } else if (inlined !== undefined) flags.add(field, inlined);
    else if (next === undefined || next.startsWith('--')) faults.push({ path: field.key, message: 'needs a value' });
    else {
      flags.add(field, next);
      i += 1;
    }
  }
  return { pairs: pairs.values(faults), flags: flags.values(faults), faults };
}

function readPair(arg: string, fields: readonly InputField[], pairs: Texts, faults: Fault[]): void {
  if (!arg.includes('=')) {
    faults.push({ path: '', message: `'${arg}' is neither key=value nor the value of a flag` });
    return;
  }
  const [key, text = ''] = split(arg);
  const field = fields.find((one) => one.key === key || one.flag === `--${key}`);
  if (field === undefined) faults.push({ path: key, message: `is not known here; known are ${names(fields)}` });
  else pairs.add(field, text);
}

function split(arg: string): [name: string, value: string | undefined] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

const names = (fields: readonly InputField[]): string =>
  fields.length === 0 ? 'none' : fields.map(({ flag, key }) => flag ?? `${key}=`).join(', ');

/** The texts that were given for each field. */
class Texts {
  readonly #given = new Map<InputField, string[]>();

  add(field: InputField, text: string): void {
    this.#given.set(field, [...(this.#given.get(field) ?? []), text]);
  }

  values(faults: Fault[]): Record<string, Json> {
    const found: Record<string, Json> = {};
    for (const [{ key, schema }, texts] of this.#given) {
      const array = arrayOf(schema);
      if (array !== undefined) {
        const coerced = coerceArray(texts, array);
        for (const [index, message] of coerced.faults) faults.push({ path: `${key}[${index}]`, message });
        found[key] = coerced.value;
        continue;
      }
      const { value, fault } = coerce(texts[0] as string, schema);
      if (texts.length > 1) faults.push({ path: key, message: `was given ${texts.length} times` });
      else if (fault !== undefined) faults.push({ path: key, message: fault });
      found[key] = value ?? null;
    }
    return found;
  }
}
