import type { AnyRunbook, Json } from '@opsbook/runbook';
import { type JsonSchema, alternatives, inputSchema, textOf } from './json-schema.ts';

/** One field of a runbook's input, as the command line offers it. */
export interface InputField {
  key: string;
  /** `--max-failures`; undefined where opsbook has an option of that name, so that only `key=value` is left. */
  flag?: string;
  schema: JsonSchema;
  required: boolean;
  isBoolean: boolean;
  /** `<number>`, `cold|live`, `<text>,...`; '' for a boolean. */
  hint: string;
  description: string;
  default?: Json;
}

// Options of `plan` and `run` themselves. `--cloud` is the field's own flag and a global option in one.
const RESERVED = new Set(['config', 'ledger', 'json', 'color', 'no-color', 'sandbox', 'help', 'input']);
const RESERVED_BY_PLAN = new Set(['out']);
const RESERVED_BY_RUN = new Set(['yes', 'detach', 'queue', 'wait', 'stay']);

/** The fields of a runbook's input in the order in which they were written. */
export function inputFields(runbook: AnyRunbook): InputField[] {
  const schema = inputSchema(runbook);
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([key, field]) => {
    const name = kebab(key);
    const isBoolean = alternatives(field).every(({ type }) => type === 'boolean');
    const reserved = [RESERVED, RESERVED_BY_PLAN, RESERVED_BY_RUN].some((names) => names.has(name));
    return {
      key,
      ...(!reserved && { flag: `--${name}` }),
      schema: field,
      required: required.has(key),
      isBoolean,
      hint: isBoolean ? '' : hintOf(field),
      description: field.description ?? '',
      ...(field.default !== undefined && { default: field.default }),
    };
  });
}

const kebab = (key: string): string =>
  key
    // A unit is one word: `ramMiB` is `--ram-mib`.
    .replace(/[KMGT]iB/g, (unit) => `${unit.charAt(0)}ib`)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();

function hintOf(schema: JsonSchema): string {
  const hints = alternatives(schema).map((one) => {
    if (one.const !== undefined) return textOf(one.const);
    if (one.enum !== undefined) return one.enum.map(textOf).join('|');
    if (one.type === 'array') {
      const item = one.items === undefined ? '<json>' : hintOf(one.items);
      return one.items?.['x-whole'] === true ? item : `${item},...`;
    }
    if (one.type === 'object') return '<json>';
    if (one.type === 'number' || one.type === 'integer') return '<number>';
    if (one.type === 'boolean') return 'true|false';
    return one.type === 'null' ? '' : '<text>';
  });
  return [...new Set(hints.filter((hint) => hint !== ''))].join('|');
}
