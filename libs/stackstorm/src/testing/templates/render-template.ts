/** Thrown for a template that is none, as Jinja does. */
export class TemplateSyntaxError extends Error {}

/** A name that nothing gives. */
export class UndefinedName extends Error {
  readonly variable: string;

  constructor(name: string) {
    super(`'${name}' is undefined`);
    this.variable = name;
  }
}

/**
 * A template as StackStorm's Jinja renders it (`trim_blocks`, `lstrip_blocks`, undefined names are errors), as far as parameters
 * need it: texts, comments, raw blocks, `{{ a.b['c'] }}` and `{{ 'literal' }}`, with `| to_json_string`. Statements and other
 * expressions are beyond it. Sources: st2common/util/jinja.py; Jinja's own lexer.
 */
export function renderTemplate(template: string, context: Readonly<Record<string, unknown>>): string {
  const source = template.replace(/\r\n|\r/g, '\n').replace(/\n$/, '');
  let out = '';
  let at = 0;
  for (;;) {
    const begin = /\{[{%#]/.exec(source.slice(at));
    if (begin === null) return out + source.slice(at);
    const start = at + begin.index;
    const before = source.slice(at, start);
    const tag = source.slice(start);
    const { value, length, block } = tagOf(tag, context);
    const sign = block || tag[2] === '-' ? tag[2] : '+';
    out += strippedEnd(before, sign, out === '' || out.endsWith('\n') || at === 0);
    out += value;
    at = start + length;
  }
}

interface Tag {
  value: string;
  length: number;
  block: boolean;
}

function tagOf(tag: string, context: Readonly<Record<string, unknown>>): Tag {
  const raw = /^\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})/.exec(tag);
  if (raw !== null) {
    const inside = tag.slice(raw[0].length);
    const end = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\}\n?)/.exec(inside);
    if (end === null) throw new TemplateSyntaxError('Missing end of raw directive');
    const value = strippedEnd(inside.slice(0, end.index), end[1], false);
    return { value, length: raw[0].length + end.index + end[0].length, block: true };
  }
  if (tag.startsWith('{#')) {
    const comment = /^\{#.*?(?:\+#\}|-#\}\s*|#\}\n?)/s.exec(tag);
    if (comment === null) throw new TemplateSyntaxError('Missing end of comment tag');
    return { value: '', length: comment[0].length, block: true };
  }
  const expression =
    /^\{\{[-+]?\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([A-Za-z_]\w*(?:\.\w+|\[(?:'[^']*'|"[^"]*"|\d+)\])*))\s*(\|\s*to_json_string\s*)?(?:-\}\}\s*|\}\})/s.exec(
      tag,
    );
  if (expression === null) throw new TemplateSyntaxError(`the simulator does not evaluate ${tag.slice(0, 40)}`);
  const [whole, literal, path, filter] = expression;
  const value = literal === undefined ? lookUp(path ?? '', context) : unescaped(literal.slice(1, -1));
  return { value: filter === undefined ? asText(value) : JSON.stringify(value), length: whole.length, block: false };
}

/** White space before a block goes: with `-` all of it, else that of its line when there is nothing else on it; with `+` none. */
function strippedEnd(text: string, sign: string | undefined, lineBefore: boolean): string {
  if (sign === '-') return text.trimEnd();
  if (sign === '+') return text;
  const line = /(^|\n)([^\S\n]*)$/.exec(text);
  if (line === null || (line[1] === '' && !lineBefore)) return text;
  return text.slice(0, text.length - (line[2] ?? '').length);
}

function lookUp(path: string, context: Readonly<Record<string, unknown>>): unknown {
  let value: unknown = context;
  for (const [, name, key, index] of path.matchAll(/(\w+)|\[(?:'([^']*)'|"([^"]*)")\]/g)) {
    const part = name ?? key ?? index ?? '';
    const holder = value;
    value = typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[part] : undefined;
    if (value === undefined) throw new UndefinedName(part);
  }
  return value;
}

/** As Python prints it. */
export function asText(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? pythonRepr(value) : JSON.stringify(value);
}

function pythonRepr(value: unknown): string {
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const inner = value
      .replaceAll('\\', '\\\\')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')
      .replaceAll('\t', '\\t');
    return quote + (quote === "'" ? inner.replaceAll("'", "\\'") : inner) + quote;
  }
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return asText(value);
  const entries = Object.entries(value).map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`);
  return `{${entries.join(', ')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

const unescaped = (literal: string): string =>
  literal.replace(/\\(.)/gs, (whole, character: string) => ESCAPES[character] ?? whole);
