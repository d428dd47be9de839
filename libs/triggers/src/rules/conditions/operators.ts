import type { Json } from '@opsbook/runbook';
import { durationText, parseDuration } from '../duration.ts';
import { dateText } from './date-text.ts';
import { jsonEqual } from './json-equal.ts';
import { globPattern, searchPattern } from './regular-expression.ts';

/**
 * Whether a value meets a pattern. A text says why nobody can tell, as when a number is compared with a text: it does not hold,
 * and neither does its negation.
 */
export type Test = (value: Json, now: number) => boolean | string;

/** A way to compare, with the semantics of StackStorm's operator of the same name. A value that is not there is null. */
export interface Operator {
  /** For people: `is one of`. */
  phrase: string;
  /** @throws SyntaxError for a pattern that this operator cannot have */
  compile: (pattern: Json) => Test;
  /** The pattern for people; default as it stands. */
  show?: (pattern: Json) => string;
}

const NO_TEXT = 'is no text';
const NULL_PATTERN = 'is compared with null';

const texts =
  (prepare: (pattern: string) => (value: string) => boolean): Operator['compile'] =>
  (pattern) => {
    if (pattern === null) return () => NULL_PATTERN;
    if (typeof pattern !== 'string') throw new SyntaxError('must be a text');
    const test = prepare(pattern);
    return (value) => (typeof value === 'string' ? test(value) : NO_TEXT);
  };

const ignoringCase = (compare: (value: string, pattern: string) => boolean) =>
  texts((pattern) => {
    const wanted = pattern.toLowerCase();
    return (value) => compare(value.toLowerCase(), wanted);
  });

/** Whether `part` is in `whole`: an item of a list, or a part of a text. */
function within(whole: Json, part: Json): boolean | string {
  if (typeof whole === 'string') return typeof part === 'string' ? whole.includes(part) : NO_TEXT;
  return Array.isArray(whole) ? whole.some((item) => jsonEqual(item, part)) : 'is neither a text nor a list';
}

const negated = (answer: boolean | string): boolean | string => (typeof answer === 'boolean' ? !answer : answer);

const contains =
  (map: (answer: boolean | string) => boolean | string): Operator['compile'] =>
  (pattern) =>
    pattern === null ? () => NULL_PATTERN : (value) => map(within(value, pattern));

const inside =
  (map: (answer: boolean | string) => boolean | string): Operator['compile'] =>
  (pattern) => {
    if (pattern === null) return () => NULL_PATTERN;
    if (typeof pattern !== 'string' && !Array.isArray(pattern)) throw new SyntaxError('must be a list or a text');
    if (typeof pattern === 'string' || pattern.some((item) => item !== null && typeof item === 'object')) {
      return (value) => map(within(pattern, value));
    }
    const items = new Set<Json>(pattern);
    return (value) => map(items.has(value));
  };

const ordered =
  (compare: (value: number | string, pattern: number | string) => boolean): Operator['compile'] =>
  (pattern) => {
    if (pattern === null) return () => NULL_PATTERN;
    if (typeof pattern !== 'number' && typeof pattern !== 'string') throw new SyntaxError('must be a number or a text');
    const mixed = typeof pattern === 'number' ? 'is no number' : NO_TEXT;
    return (value) => (typeof value === typeof pattern ? compare(value as number | string, pattern) : mixed);
  };

const aged =
  (compare: (age: number, seconds: number) => boolean): Operator['compile'] =>
  (pattern) => {
    if (pattern === null) return () => NULL_PATTERN;
    const seconds = secondsOf(pattern);
    if (seconds === undefined) throw new SyntaxError('must be a number of seconds, or a duration as 15m');
    return (value, now) => {
      const at = typeof value === 'string' ? dateText(value) : undefined;
      return at === undefined ? 'is no date' : compare((now - at) / 1000, seconds);
    };
  };

const secondsOf = (pattern: Json): number | undefined =>
  typeof pattern === 'number' ? pattern : typeof pattern === 'string' ? parseDuration(pattern) : undefined;

const regular = (options: { ignoreCase?: boolean; anchored?: boolean }) =>
  texts((pattern) => {
    // Python's `re.match` begins at the start, and here its dot matches a newline.
    const compiled = options.anchored
      ? searchPattern(`\\A(?:${pattern})`, { dotAll: true })
      : searchPattern(pattern, { ignoreCase: options.ignoreCase === true });
    return (value) => compiled.test(value);
  });

const thereIs =
  (wanted: boolean): Operator['compile'] =>
  () =>
  (value) =>
    (value !== null) === wanted;

const slashes = (pattern: Json) => `/${typeof pattern === 'string' ? pattern : JSON.stringify(pattern)}/`;
const ago = (pattern: Json) => `${durationText(secondsOf(pattern) ?? 0)} ago`;
const nothing = () => '';

/** All operators but `search`, by their names. */
export const OPERATORS = {
  equals: {
    phrase: 'is',
    compile: (pattern) => (pattern === null ? () => NULL_PATTERN : (value) => jsonEqual(value, pattern)),
  },
  nequals: { phrase: 'is not', compile: (pattern) => (value) => !jsonEqual(value, pattern) },
  iequals: { phrase: 'is, in any case,', compile: ignoringCase((value, pattern) => value === pattern) },
  contains: { phrase: 'contains', compile: contains((answer) => answer) },
  icontains: { phrase: 'contains, in any case,', compile: ignoringCase((value, pattern) => value.includes(pattern)) },
  ncontains: { phrase: 'does not contain', compile: contains(negated) },
  incontains: {
    phrase: 'does not contain, in any case,',
    compile: ignoringCase((value, pattern) => !value.includes(pattern)),
  },
  startswith: { phrase: 'begins with', compile: texts((pattern) => (value) => value.startsWith(pattern)) },
  istartswith: {
    phrase: 'begins, in any case, with',
    compile: ignoringCase((value, pattern) => value.startsWith(pattern)),
  },
  endswith: { phrase: 'ends with', compile: texts((pattern) => (value) => value.endsWith(pattern)) },
  iendswith: { phrase: 'ends, in any case, with', compile: ignoringCase((value, pattern) => value.endsWith(pattern)) },
  regex: { phrase: 'matches', compile: regular({}), show: slashes },
  iregex: { phrase: 'matches, in any case,', compile: regular({ ignoreCase: true }), show: slashes },
  matchregex: { phrase: 'begins with a match of', compile: regular({ anchored: true }), show: slashes },
  matchwildcard: {
    phrase: 'looks like',
    compile: texts((pattern) => {
      const compiled = globPattern(pattern);
      return (value) => compiled.test(value);
    }),
  },
  lessthan: { phrase: 'is less than', compile: ordered((value, pattern) => value < pattern) },
  greaterthan: { phrase: 'is greater than', compile: ordered((value, pattern) => value > pattern) },
  timediff_lt: { phrase: 'is less than', compile: aged((age, seconds) => age < seconds), show: ago },
  timediff_gt: { phrase: 'is more than', compile: aged((age, seconds) => age > seconds), show: ago },
  exists: { phrase: 'is there', compile: thereIs(true), show: nothing },
  nexists: { phrase: 'is not there', compile: thereIs(false), show: nothing },
  inside: { phrase: 'is one of', compile: inside((answer) => answer) },
  ninside: { phrase: 'is none of', compile: inside(negated) },
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof OPERATORS;

/** Shorter names of the same. */
export const ALIASES = {
  eq: 'equals',
  neq: 'nequals',
  ieq: 'iequals',
  lt: 'lessthan',
  gt: 'greaterthan',
  td_lt: 'timediff_lt',
  td_gt: 'timediff_gt',
  in: 'inside',
  nin: 'ninside',
} as const satisfies Record<string, OperatorName>;
