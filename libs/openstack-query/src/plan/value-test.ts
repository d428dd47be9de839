import { parseDuration } from '../condition/duration.ts';
import { OPERATORS, type Operator, type TestedKind, affirm } from '../condition/operators.ts';
import type { QueryErrorCode } from '../errors.ts';
import { visible } from '../output/visible.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { PatternFault } from '../pattern/pattern-fault.ts';

/** Why a property cannot be tested so. */
export class ValueFault extends Error {
  readonly code: QueryErrorCode;
  /** Characters into the value. */
  readonly at: number;

  constructor(code: QueryErrorCode, message: string, at = 0) {
    super(message);
    this.code = code;
    this.at = at;
  }
}

export interface Tested {
  name: string;
  kind: TestedKind;
  operator: Operator;
  values: readonly string[];
  /** Milliseconds: what ages are counted from. */
  now: number;
}

export interface ValueTest {
  holds: (value: unknown) => boolean;
  equals: string | undefined;
}

/** A test of values of one kind. @throws ValueFault */
export function valueTest(tested: Tested): ValueTest {
  const { name, kind, operator, values } = tested;
  const known: readonly Operator[] = OPERATORS[kind];
  if (!known.includes(operator)) {
    throw new ValueFault('QUERY_BAD_OPERATOR', `'${name}' is ${KINDS[kind]}: it knows ${known.join(' ')}`);
  }
  const { affirmed, negated } = affirm(operator);
  const wanted = affirmed === 'is null' ? 0 : affirmed === 'in' ? undefined : 1;
  if (wanted === undefined ? values.length === 0 : values.length !== wanted) {
    throw new ValueFault('QUERY_BAD_VALUE', `'${operator}' takes ${wanted ?? 'one value or more'}`);
  }
  const holds = affirmation(tested, affirmed);
  return {
    holds: negated ? (value) => !holds(value) : holds,
    equals: operator === '=' ? String(readValue(tested, values[0] ?? '')) : undefined,
  };
}

const KINDS: Record<TestedKind, string> = {
  text: 'a text',
  entry: "a map's entry",
  number: 'a number',
  boolean: 'true or false',
  time: 'a time',
  list: 'a list',
  map: 'a map',
};

function affirmation(tested: Tested, affirmed: ReturnType<typeof affirm>['affirmed']): (value: unknown) => boolean {
  const [first = ''] = tested.values;
  switch (affirmed) {
    case 'is null':
      return isNull;
    case '=': {
      const wanted = readValue(tested, first);
      return (value) => value === wanted;
    }
    case 'in': {
      const wanted = new Set(tested.values.map((one) => readValue(tested, one)));
      return (value) => wanted.has(value as string);
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(affirmed, tested.kind === 'entry' ? numberOf : asItIs, limitOf(tested, first));
    case 'iequals': {
      const wanted = first.toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
    }
    case '~':
    case '~*':
      return fitting(pattern(first, affirmed === '~*'));
    case 'contains':
      return containing(tested.kind, first);
  }
}

/** A list and a map are null when they are empty. */
function isNull(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && (Array.isArray(value) ? value : Object.keys(value)).length === 0;
}

function ordered(
  operator: '<' | '<=' | '>' | '>=',
  read: (value: unknown) => string | number | null,
  limit: string | number,
): (value: unknown) => boolean {
  switch (operator) {
    case '<':
      return (value) => (value = read(value)) !== null && (value as string) < limit;
    case '<=':
      return (value) => (value = read(value)) !== null && (value as string) <= limit;
    case '>':
      return (value) => (value = read(value)) !== null && (value as string) > limit;
    case '>=':
      return (value) => (value = read(value)) !== null && (value as string) >= limit;
  }
}

const asItIs = (value: unknown): string | number | null => (value ?? null) as string | number | null;

const numberOf = (value: unknown): number | null => (typeof value === 'string' ? parseNumber(value) : null);

function pattern(text: string, ignoreCase: boolean): (text: string) => boolean {
  try {
    return compilePattern(text, { ignoreCase });
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    throw new ValueFault('QUERY_BAD_PATTERN', visible(`'${text}' cannot be matched: ${error.message}`), error.at);
  }
}

const fitting =
  (fits: (text: string) => boolean) =>
  (value: unknown): boolean => {
    if (typeof value === 'string') return fits(value);
    return Array.isArray(value) && (value as string[]).some(fits);
  };

/** A part of a text, an element of a list, a key of a map or `key=value`. */
function containing(kind: TestedKind, wanted: string): (value: unknown) => boolean {
  if (kind !== 'map') return (value) => (typeof value === 'string' || Array.isArray(value)) && value.includes(wanted);
  const sign = wanted.indexOf('=');
  const [key, entry] = sign < 0 ? [wanted, undefined] : [wanted.slice(0, sign), wanted.slice(sign + 1)];
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key) &&
    (entry === undefined || (value as Record<string, string>)[key] === entry);
}

function readValue({ name, kind }: Tested, text: string): string | number | boolean {
  const found = kind === 'number' ? parseNumber(text) : kind === 'boolean' ? parseBoolean(text) : undefined;
  if (found === null) throw new ValueFault('QUERY_BAD_VALUE', `'${name}' is ${KINDS[kind]}, not '${text}'`);
  if (kind !== 'time') return found ?? text;
  const moment = parseMoment(text);
  if (moment === undefined)
    throw notATime(name, text, parseDuration(text) === undefined ? '' : '; an age is for < and >');
  return moment;
}

function limitOf({ name, kind, now }: Tested, text: string): string | number {
  if (kind !== 'time') {
    const limit = parseNumber(text);
    if (limit === null) throw new ValueFault('QUERY_BAD_VALUE', `'${name}' is compared with a number, not '${text}'`);
    return limit;
  }
  const age = parseDuration(text);
  const limit = age === undefined ? parseMoment(text) : new Date(now - age * 1000).toISOString();
  if (limit === undefined) throw notATime(name, text, '');
  return limit;
}

const notATime = (name: string, text: string, more: string): ValueFault =>
  new ValueFault(
    'QUERY_BAD_VALUE',
    `'${name}' is a time, not '${text}': write 2030-01-31T12:00Z, or an age, as 60d or 2h30m${more}`,
  );

const NUMBER = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i;

function parseNumber(text: string): number | null {
  const found = NUMBER.test(text.trim()) ? Number(text) : NaN;
  return Number.isFinite(found) ? found : null;
}

function parseBoolean(text: string): boolean | null {
  const folded = text.toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : null;
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** UTC with milliseconds; without a zone it is UTC. */
function parseMoment(text: string): string | undefined {
  const [, day, hours = '00:00', zone = 'Z'] = MOMENT.exec(text) ?? [];
  if (day === undefined) return undefined;
  // The engine takes the 30th of February for the 2nd of March.
  const midnight = new Date(`${day}T00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined;
  const moment = new Date(`${day}T${hours}${zone.toUpperCase()}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
