import type { Matcher } from './matcher.ts';
import { valueTest } from './value-test.ts';

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels pass every matcher, as Alertmanager decides it: a label that is absent counts as empty. The regular
 * expressions are compiled once, for any number of labels.
 * @throws ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT
 */
export function labelTest(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: valueTest(matcher) }));
  return (labels) => tests.every(({ name, test }) => test(Object.hasOwn(labels, name) ? (labels[name] ?? '') : ''));
}
