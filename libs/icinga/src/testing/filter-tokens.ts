/** Why a filter is none, as Icinga words it after `Error: `. */
export class FilterFault extends Error {}

export type Token =
  { kind: 'value'; text: string; value: unknown } | { kind: 'name'; text: string } | { kind: 'sign'; text: string };

const TOKEN =
  /[^\S\n]*(?:("(?:[^"\\\n]|\\[\s\S])*")|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(&&|\|\||==|!=|<=|>=|[<>!()[\],.]))/y;
const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** @throws FilterFault */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const [all, literal, number, word, sign] = TOKEN.exec(text) ?? [];
    if (all === undefined) throw new FilterFault('syntax error, unexpected invalid character');
    at += all.length;
    if (literal !== undefined) found.push({ kind: 'value', text: literal, value: unquote(literal) });
    else if (number !== undefined) found.push({ kind: 'value', text: number, value: Number(number) });
    else if (sign !== undefined || word === 'in') found.push({ kind: 'sign', text: sign ?? 'in' });
    else if (word !== undefined && word in WORDS) found.push({ kind: 'value', text: word, value: WORDS[word] });
    else found.push({ kind: 'name', text: word ?? '' });
  }
  return found;
}

/** What a literal stands for. Source: lib/config/config_lexer.ll. @throws FilterFault */
export function unquote(literal: string): string {
  if (!/^"(?:[^"\\\n]|\\[\s\S])*"$/.test(literal)) throw new FilterFault('Unterminated string literal');
  return literal.slice(1, -1).replace(/\\([0-7]{1,3}|[\s\S])/g, (_, escape: string) => {
    const known = ESCAPES[escape];
    if (known !== undefined) return known;
    if (/^[0-7]/.test(escape)) return String.fromCharCode(parseInt(escape, 8));
    throw new FilterFault(`Bad escape sequence found: \\${escape}`);
  });
}
