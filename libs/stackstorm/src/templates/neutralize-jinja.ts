/**
 * One value of a parameter with every Jinja tag in its texts disarmed, so that exactly one rendering by StackStorm gives the value
 * back, whatever it holds; twice neutralised it survives two (a workflow that passes it to a task renders it again).
 *
 * Each brace that would begin a tag stands in a raw block of its own. A raw block around the whole text would not do: the text
 * may hold `{% endraw %}`, and StackStorm's Jinja takes white space before and the newline after a block away (`trim_blocks`,
 * `lstrip_blocks`). A text by itself is rendered as it is, which joins CR LF to LF and drops a last newline; within an object or
 * list it is rendered inside JSON, and quotes there would keep it from being rendered at all.
 * Sources: st2common/util/jinja.py, st2common/util/param.py (`_process`, `_render`).
 */
export function neutralizeJinja<T>(value: T): T {
  if (typeof value !== 'string') return disarmed(value) as T;
  const text = withoutTags(value);
  // What holds no tag is not rendered.
  if (text === value) return value;
  return text.replaceAll('\r', String.raw`{{ '\r' }}`).replace(/\n$/, String.raw`{{ '\n' }}`) as T & string;
}

/** Where a value's texts (also keys of objects) hold what StackStorm would evaluate, as paths below `path`. */
export function templatesIn(value: unknown, path: string): string[] {
  if (typeof value === 'string') return TAG.test(value.replace(DISARMED, '%')) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => templatesIn(item, `${path}[${index}]`));
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...templatesIn(key, `${path}: the name '${key}'`),
    ...templatesIn(item, `${path}.${key}`),
  ]);
}

const TAG = /\{[{%#]/;
const DISARMED = /\{%\+ raw %\}\{+\{% endraw \+%\}|\{\{ '\\[rn]' \}\}/g;

// Also where what stands for a line's end follows, which begins with braces.
const withoutTags = (text: string): string =>
  text.replace(/\{{2,}|\{(?=[%#\r]|\n$)/g, (braces) => `{%+ raw %}${braces}{% endraw +%}`);

function disarmed(value: unknown): unknown {
  if (typeof value === 'string') return withoutTags(value);
  if (Array.isArray(value)) return value.map(disarmed);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [withoutTags(key), disarmed(item)]));
}

// Secrets and dates are sent as they are.
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
