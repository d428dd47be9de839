import { parseRegexp } from './parse.ts';
import { compile } from './program.ts';
import { search } from './search.ts';

/**
 * A regular expression of RE2, as Go's regexp package reads it: answers whether it matches anywhere in a text. Matching
 * takes time in proportion to the text, for every expression.
 * @throws ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT
 */
export function regexp(source: string): (text: string) => boolean {
  const program = compile(parseRegexp(source));
  return (text) => search(program, text);
}
