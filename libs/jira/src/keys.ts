import { invalidInput } from './errors.ts';

/**
 * An issue's key or id, as it may stand in a path: anything else (a slash, a question mark) would lead elsewhere.
 * @throws JIRA_INVALID_INPUT
 */
export function issueKey(key: string): string {
  if (/^([A-Za-z][A-Za-z0-9_]*-[1-9]\d*|[1-9]\d*)$/.test(key)) return key;
  throw invalidInput('an issue', [`'${key}' is no key of an issue, such as OPS-12`]);
}

/** A project's key or id. @throws JIRA_INVALID_INPUT */
export function projectKey(key: string): string {
  if (/^([A-Za-z][A-Za-z0-9_]*|[1-9]\d*)$/.test(key)) return key;
  throw invalidInput('a project', [`'${key}' is no key of a project, such as OPS`]);
}

/** The id of anything else: digits. @throws JIRA_INVALID_INPUT */
export function numericId(id: string, what: string): string {
  if (/^\d+$/.test(id)) return id;
  throw invalidInput(what, [`'${id}' is no id: digits`]);
}

/** The key of an issue's property, encoded: at most 255 characters. @throws JIRA_INVALID_INPUT */
export function propertyKey(key: string): string {
  if (key !== '' && key.length <= 255 && !/^\.{1,2}$/.test(key)) return encodeURIComponent(key);
  throw invalidInput('a property', ['its key has 1 to 255 characters']);
}

/**
 * A marker by which something is found again: a label's rules (no white space, at most 255 characters) and nothing that
 * means anything in JQL, in wiki markup or in a URL. @throws JIRA_INVALID_INPUT
 */
export function marker(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/.test(text)) return text;
  throw invalidInput('a marker', [
    `'${text}' is none: it begins with a letter or digit and has at most 120 letters, digits, dots, dashes and underscores`,
  ]);
}

/** The faults of labels: Jira refuses white space and more than 255 characters. */
export const labelFaults = (labels: readonly string[]): string[] =>
  labels.flatMap((label) => {
    if (label === '' || /\s/.test(label)) return [`'${label}' is no label: empty, or with white space`];
    return label.length > 255 ? [`the label '${label.slice(0, 20)}...' has more than 255 characters`] : [];
  });
