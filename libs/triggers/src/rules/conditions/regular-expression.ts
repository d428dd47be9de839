import { RE2JS } from 're2js';

/** A pattern to be found in a text, in time linear in the text's length. */
export interface SearchPattern {
  test(text: string): boolean;
}

/** Texts come back: a label has few values. */
const REMEMBERED = 5000;
/** Longer ones come once, and would fill the memory. */
const LONGEST_REMEMBERED = 200;

/**
 * Compiles a pattern in the syntax of RE2 (no look-around, no back-references). The pattern is found anywhere, unless anchored.
 * @throws Error that says what is wrong with the pattern
 */
export function searchPattern(
  pattern: string,
  { ignoreCase = false, dotAll = false }: { ignoreCase?: boolean; dotAll?: boolean } = {},
): SearchPattern {
  const compiled = RE2JS.compile(pattern, (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (dotAll ? RE2JS.DOTALL : 0));
  const answers = new Map<string, boolean>();
  return {
    test(text) {
      const known = answers.get(text);
      if (known !== undefined) return known;
      const answer = compiled.test(text);
      if (answers.size >= REMEMBERED) answers.clear();
      if (text.length <= LONGEST_REMEMBERED) answers.set(text, answer);
      return answer;
    },
  };
}

/** Shell's `*`, `?`, `[abc]` and `[!abc]` over the whole text, newlines included, as Python's fnmatch has them. */
export function globPattern(glob: string): SearchPattern {
  let regex = '';
  let at = 0;
  while (at < glob.length) {
    const char = glob.charAt(at);
    at += 1;
    if (char === '*') regex += '.*';
    else if (char === '?') regex += '.';
    else if (char === '[') {
      // A bracket that stands first, behind a `!`, is a member; without an end it is a bracket as any other character.
      const end = glob.indexOf(']', glob.charAt(at) === '!' ? at + 2 : at + 1);
      if (end === -1) regex += '\\[';
      else {
        const negated = glob.charAt(at) === '!';
        const members = glob.slice(negated ? at + 1 : at, end).replace(/[\\[\]^&~|]/g, '\\$&');
        regex += `[${negated ? '^' : ''}${members}]`;
        at = end + 1;
      }
    } else regex += RE2JS.quote(char);
  }
  return searchPattern(`\\A(?:${regex})\\z`, { dotAll: true });
}
