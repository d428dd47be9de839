import type { Expression } from './expression.ts';
import { ExpressionParser } from './expression-parser.ts';
import { NotReproduced, TemplateSyntaxError } from './template-errors.ts';

/** A template is text with expressions in it. */
export type TemplatePart = { text: string } | { expression: Expression };

/** What StackStorm takes for a template (st2 `st2common/util/jinja.py`, `is_jinja_expression`). */
export const looksLikeTemplate = (text: string): boolean => text.includes('{{') || text.includes('{%');

/**
 * Reads a template as StackStorm's Jinja does (`trim_blocks`, `lstrip_blocks`: st2 `st2common/util/jinja.py`): text, comments, raw blocks
 * and `{{ expression }}`, with white-space control. Every line end of the text becomes `\n`, and one at the very end is
 * dropped. Statements and operators are not read. Which white space goes is that of Jinja's own lexer.
 *
 * @throws TemplateSyntaxError for a tag without its end, NotReproduced for what this does not read.
 */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const source = template.replaceAll(/\r\n|\r/g, '\n').replace(/\n$/, '');
  const add = (text: string) => text !== '' && parts.push({ text });
  let at = 0;
  for (;;) {
    const length = source.slice(at).search(/\{[{%#]/);
    if (length === -1) {
      add(source.slice(at));
      return parts;
    }
    const before = source.slice(at, at + length);
    const beginsLine = at === 0 || source[at - 1] === '\n';
    const isExpression = source.startsWith('{{', at + length);
    add(strippedEnd(before, { sign: source[at + length + 2], isBlock: !isExpression, beginsLine }));
    at += length;
    const { part, end } = isExpression ? expressionAt(source, at) : blockAt(source, at);
    if (part !== undefined) parts.push(part);
    at = end;
  }
}

interface Tag {
  part: TemplatePart | undefined;
  end: number;
}

function expressionAt(source: string, at: number): Tag {
  if (!source.includes('}}', at)) throw new TemplateSyntaxError(`no }} for ${source.slice(at, at + 40)}`);
  const { expression, end } = new ExpressionParser(
    source,
    at + (/[-+]/.test(source.charAt(at + 2)) ? 3 : 2),
  ).parseToEnd();
  return { part: { expression }, end };
}

function blockAt(source: string, at: number): Tag {
  const tag = source.slice(at);
  // Jinja only misses the end of what has a beginning.
  const nothing = { part: undefined, end: source.length };
  if (tag === '{#') return nothing;
  if (tag.startsWith('{#')) {
    const comment = COMMENT.exec(tag);
    if (comment === null) throw new TemplateSyntaxError(`no #} for ${tag.slice(0, 40)}`);
    return { part: undefined, end: at + comment[0].length };
  }
  if (!tag.includes('%}')) throw new TemplateSyntaxError(`no %} for ${tag.slice(0, 40)}`);
  const raw = RAW.exec(tag);
  if (raw === null) throw new NotReproduced(`a statement: ${tag.slice(0, 40)}`);
  const inside = tag.slice(raw[0].length);
  if (inside === '') return nothing;
  const end = END_OF_RAW.exec(inside);
  if (end === null) throw new TemplateSyntaxError(`no endraw for ${tag.slice(0, 40)}`);
  const text = strippedEnd(inside.slice(0, end.index), { sign: end[1], isBlock: true, beginsLine: false });
  return { part: { text }, end: at + raw[0].length + end.index + end[0].length };
}

/** What Python's `\s` matches and JavaScript's does not, and the other way round. */
const SPACE = String.raw`(?:(?!\ufeff)[\s\u001c-\u001f\u0085])`;
const COMMENT = new RegExp(String.raw`^\{#.*?(?:\+#\}|-#\}${SPACE}*|#\}\n?)`, 's');
const RAW = new RegExp(String.raw`^\{%[-+]?${SPACE}*raw${SPACE}*(?:-%\}${SPACE}*|%\})`);
const END_OF_RAW = new RegExp(String.raw`\{%([-+]?)${SPACE}*endraw${SPACE}*(?:\+%\}|-%\}${SPACE}*|%\}\n?)`);
const SPACE_AT_END = new RegExp(`${SPACE}*$`);
const LAST_LINE = /(?:^|\n)([^\n]*)$/;
const ONLY_SPACE = new RegExp(`^${SPACE}+$`);

interface Place {
  /** Behind the tag's first two characters. */
  sign: string | undefined;
  isBlock: boolean;
  /** Whether the text does. */
  beginsLine: boolean;
}

/** White space before `{%-` goes; that before a block does too, where nothing else is before it on its line; `+` keeps it. */
function strippedEnd(text: string, { sign, isBlock, beginsLine }: Place): string {
  if (sign === '-') return text.replace(SPACE_AT_END, '');
  if (sign === '+' || !isBlock) return text;
  const line = LAST_LINE.exec(text)?.[1] ?? '';
  const isWhole = beginsLine || line.length < text.length;
  return isWhole && ONLY_SPACE.test(line) ? text.slice(0, text.length - line.length) : text;
}
