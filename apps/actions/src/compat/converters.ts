import type { Json } from '@opsbook/runbook';
import type { Scalar } from './compat-action.ts';

// What fields get instead of the value of a parameter, each of whose type has been checked.

/** Runbooks take lists where the pack took one. */
export const oneOf = (value: Scalar): Json => [value];

export const lowerCase = (value: Scalar): Json => String(value).toLowerCase();

export const opposite = (value: Scalar): Json => value !== true;

/** The entry called `default` is the usual one, whatever its name is here. */
export const account = (value: Scalar): Json | undefined => (value === 'default' ? undefined : value);

/** A pattern of Python's `re.match`, which is anchored at the start only, as one that fits anywhere. */
export const fromStart = (value: Scalar): string => `^(?:${String(value)})`;

const FORMATS: Readonly<Record<string, string>> = {
  to_html: 'html',
  to_string: 'table',
  to_csv: 'csv',
  to_json: 'json',
};

/** Rows are in every result; only these formats are written as a text too. */
export const format = (value: Scalar): Json | undefined => FORMATS[String(value)];
