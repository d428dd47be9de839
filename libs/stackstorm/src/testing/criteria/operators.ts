import { isDeepStrictEqual } from 'node:util';

/** Whether a value fits a pattern. Throws where Python would: such a criterion does not match, and leaves a failed enforcement. */
export type Operator = (value: unknown, pattern: unknown, now: number) => boolean;

/**
 * The operators of criteria but for `search`, by each of their names. A null pattern fits nothing, except for `nequals`, `exists`
 * and `nexists`. Source: st2common/operators.py.
 */
export const OPERATORS: Readonly<Record<string, Operator>> = named({
  'equals eq': unlessNull(same),
  'nequals neq': (value, pattern) => !same(value, pattern),
  'iequals ieq': unlessNull((value, pattern) => lower(value) === lower(pattern)),
  contains: unlessNull((value, pattern) => includes(value, pattern)),
  icontains: unlessNull((value, pattern) => lower(value).includes(lower(pattern))),
  ncontains: unlessNull((value, pattern) => !includes(value, pattern)),
  incontains: unlessNull((value, pattern) => !lower(value).includes(lower(pattern))),
  startswith: unlessNull((value, pattern) => text(value).startsWith(text(pattern))),
  istartswith: unlessNull((value, pattern) => lower(value).startsWith(lower(pattern))),
  endswith: unlessNull((value, pattern) => text(value).endsWith(text(pattern))),
  iendswith: unlessNull((value, pattern) => lower(value).endsWith(lower(pattern))),
  regex: unlessNull((value, pattern) => expression(pattern).test(text(value))),
  iregex: unlessNull((value, pattern) => expression(pattern, 'i').test(text(value))),
  matchregex: unlessNull((value, pattern) => expression(pattern, 's', '^').test(text(value))),
  matchwildcard: unlessNull((value, pattern) => wildcard(text(pattern)).test(text(value))),
  'lessthan lt': unlessNull((value, pattern) => compare(value, pattern) < 0),
  'greaterthan gt': unlessNull((value, pattern) => compare(value, pattern) > 0),
  'timediff_lt td_lt': unlessNull((value, pattern, now) => age(value, now) < seconds(pattern)),
  'timediff_gt td_gt': unlessNull((value, pattern, now) => age(value, now) > seconds(pattern)),
  exists: (value) => value !== null,
  nexists: (value) => value === null,
  'inside in': unlessNull((value, pattern) => includes(pattern, value)),
  'ninside nin': unlessNull((value, pattern) => !includes(pattern, value)),
});

function named(table: Record<string, Operator>): Record<string, Operator> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([names, operator]) => names.split(' ').map((name) => [name, operator])),
  );
}

function unlessNull(operator: Operator): Operator {
  return (value, pattern, now) => pattern !== null && operator(value, pattern, now);
}

/** To Python, true is 1. */
const plain = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

function same(value: unknown, pattern: unknown): boolean {
  return isDeepStrictEqual(plain(value), plain(pattern));
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`'${typeof value}' is no text`);
  return value;
}

function lower(value: unknown): string {
  return text(value).toLowerCase();
}

function includes(holder: unknown, part: unknown): boolean {
  if (typeof holder === 'string') return holder.includes(text(part));
  if (Array.isArray(holder)) return holder.some((item) => same(item, part));
  if (typeof holder === 'object' && holder !== null) {
    if (typeof part === 'object' && part !== null) throw new TypeError('unhashable type');
    return typeof part === 'string' && Object.hasOwn(holder, part);
  }
  throw new TypeError(`argument of type '${typeof holder}' is not iterable`);
}

/** A Python expression: its flags may stand at its beginning (`(?i)`). */
function expression(pattern: unknown, flags = '', anchor = ''): RegExp {
  const [, own = '', source = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(text(pattern)) ?? [];
  const plainly = source
    .replaceAll('(?P<', '(?<')
    .replaceAll(String.raw`\Z`, '$')
    .replaceAll(String.raw`\A`, '^');
  return new RegExp(`${anchor}(?:${plainly})`, [...new Set(flags + own)].join(''));
}

function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)([^\]]+)\]|[\\^$.|?*+()[\]{}]/g, (whole, not: string, set: string) => {
    if (whole === '*') return '.*';
    if (whole === '?') return '.';
    if (whole.length === 1) return `\\${whole}`;
    return `[${not === '!' ? '^' : ''}${set.replaceAll('\\', '\\\\')}]`;
  });
  return new RegExp(`^${source}$`, 's');
}

function compare(value: unknown, pattern: unknown): number {
  const [a, b] = [plain(value), plain(pattern)];
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    const differs = a.findIndex((item, index) => index >= b.length || !same(item, b[index]));
    if (differs === -1) return a.length - b.length;
    return differs >= b.length ? 1 : compare(a[differs], b[differs]);
  }
  throw new TypeError(`'<' not supported between instances of '${typeof a}' and '${typeof b}'`);
}

/** Seconds. A date without a zone is UTC. */
function age(value: unknown, now: number): number {
  const date = text(value);
  const zoned = /[zZ]$|[+-]\d\d:?\d\d$/.test(date) ? date : `${date.replace(' ', 'T')}Z`;
  const at = Date.parse(zoned);
  if (Number.isNaN(at)) throw new TypeError(`Unknown string format: ${date}`);
  return (now - at) / 1000;
}

function seconds(pattern: unknown): number {
  const number = typeof pattern === 'string' && pattern.trim() !== '' ? Number(pattern) : plain(pattern);
  if (typeof number !== 'number' || Number.isNaN(number)) throw new TypeError('could not convert to float');
  return number;
}
