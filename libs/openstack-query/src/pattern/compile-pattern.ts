import { RE2JS, RE2JSSyntaxException } from 're2js';
import { PatternFault } from './pattern-fault.ts';

/** RE2 limits what a pattern becomes, but only while reading it: a hundred thousand characters of `\pL` take it seconds. */
const LONGEST = 1000;

/**
 * A regular expression of RE2 as a test that takes time proportional to the text, whatever the expression. It fits anywhere
 * in the text, unless it is anchored.
 * @throws PatternFault
 */
export function compilePattern(pattern: string, { ignoreCase = false } = {}): (text: string) => boolean {
  if (pattern.length > LONGEST) throw new PatternFault(`it has more than ${LONGEST} characters`, LONGEST);
  try {
    const compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return (text) => compiled.test(text);
  } catch (error) {
    throw faultOf(pattern, error as Error);
  }
}

function faultOf(pattern: string, error: Error): PatternFault {
  if (!(error instanceof RE2JSSyntaxException)) return new PatternFault(error.message, 0);
  const piece = error.getPattern() ?? '';
  // No piece, or all of the pattern: in whatever letter case that is longer, for RE2JS puts `(?i)` before it.
  if (piece === '' || piece.length >= pattern.length) return new PatternFault(error.getDescription(), 0);
  const at = pattern.indexOf(piece);
  const once = at === pattern.lastIndexOf(piece);
  return new PatternFault(`${error.getDescription()}: ${piece}`, once ? Math.max(at, 0) : 0);
}
