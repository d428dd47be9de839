import { invalidInput } from '../errors.ts';
import { quoteJql } from './quote-jql.ts';

/** A query or a part of one, which is not quoted again: made by {@link jql}, or of what a person wrote as a query. */
export class Jql {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type JqlValue = string | number | Jql | readonly (string | number)[];

/**
 * A query with its values quoted: ``jql`project = ${project} AND labels IN ${labels}` ``. A text is quoted, a list becomes
 * `("a", "b")`, a part made by `jql` stays as it is.
 * @throws JIRA_INVALID_INPUT for an empty list, which JQL has no form for, and for a number that is none
 */
export const jql = (parts: TemplateStringsArray, ...values: readonly JqlValue[]): Jql =>
  new Jql(parts.map((part, index) => part + (index < values.length ? format(values[index] as JqlValue) : '')).join(''));

function format(value: JqlValue): string {
  if (value instanceof Jql) return value.text;
  if (isList(value)) {
    if (value.length === 0) throw invalidInput('a query', ['an empty list has no form in JQL']);
    return `(${value.map(format).join(', ')})`;
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw invalidInput('a query', [`${value} is no whole number`]);
    return String(value);
  }
  if (typeof value !== 'string') throw invalidInput('a query', [`${String(value)} is no text, number or list`]);
  return quoteJql(value);
}

const isList = (value: JqlValue): value is readonly (string | number)[] => Array.isArray(value);
