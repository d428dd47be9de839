/** What a property's value is. */
export type Kind = 'text' | 'number' | 'boolean' | 'time' | 'list' | 'map';

/** The kinds that a condition may meet: `entry` is what a key of a map has, a text or nothing. */
export type TestedKind = Kind | 'entry';

/** Seconds and more, in one duration. At least one of them is above zero. */
export interface Age {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

interface Equality<V> {
  '=': V;
  '!=': V;
  in: readonly V[];
  'not in': readonly V[];
}

interface Order<V> {
  '<': V;
  '<=': V;
  '>': V;
  '>=': V;
}

interface Patterns {
  /** A regular expression that fits anywhere, unless it is anchored. */
  '~': string;
  '!~': string;
  /** Whatever the letter case. */
  '~*': string;
  '!~*': string;
}

interface Texts extends Equality<string>, Patterns {
  /** Equal, whatever the letter case. */
  iequals: string;
  'not iequals': string;
}

interface Parts<V> {
  contains: V;
  'not contains': V;
}

interface Presence {
  'is null': undefined;
  'is not null': undefined;
}

interface Ages {
  olderThan: Age;
  olderThanOrEqual: Age;
  youngerThan: Age;
  youngerThanOrEqual: Age;
}

/** The operators of each kind, with what they compare to. */
export interface Operands {
  text: Texts & Parts<string> & Presence;
  entry: Texts & Parts<string> & Order<number> & Presence;
  number: Equality<number> & Order<number> & Presence;
  boolean: Equality<boolean> & Presence;
  time: Equality<Date | string> & Order<Date | string> & Ages & Presence;
  list: Patterns & Parts<string> & Presence;
  map: Parts<string> & Presence;
}

type OperatorsOf<K extends TestedKind> = Exclude<keyof Operands[K], keyof Ages>;

/** What stands between property and value in the text form; ages are comparisons of times there. */
export type Operator = { [K in TestedKind]: OperatorsOf<K> }[TestedKind];

const EQUALITY = ['=', '!=', 'in', 'not in'] as const;
const ORDER = ['<', '<=', '>', '>='] as const;
const PATTERNS = ['~', '!~', '~*', '!~*'] as const;
const TEXTS = [...EQUALITY, ...PATTERNS, 'iequals', 'not iequals'] as const;
const PARTS = ['contains', 'not contains'] as const;
const PRESENCE = ['is null', 'is not null'] as const;

/** The operators that each kind knows. */
export const OPERATORS: { readonly [K in TestedKind]: readonly OperatorsOf<K>[] } = {
  text: [...TEXTS, ...PARTS, ...PRESENCE],
  entry: [...TEXTS, ...ORDER, ...PARTS, ...PRESENCE],
  number: [...EQUALITY, ...ORDER, ...PRESENCE],
  boolean: [...EQUALITY, ...PRESENCE],
  time: [...EQUALITY, ...ORDER, ...PRESENCE],
  list: [...PATTERNS, ...PARTS, ...PRESENCE],
  map: [...PARTS, ...PRESENCE],
};

type Affirmation = '=' | '<' | '<=' | '>' | '>=' | 'in' | '~' | '~*' | 'iequals' | 'contains' | 'is null';

const NEGATIONS: Partial<Record<Operator, Affirmation>> = {
  '!=': '=',
  'not in': 'in',
  '!~': '~',
  '!~*': '~*',
  'not iequals': 'iequals',
  'not contains': 'contains',
  'is not null': 'is null',
};

/** The operator without its "not". A negation is true of exactly that of which the other is false, null included. */
export function affirm(operator: Operator): { affirmed: Affirmation; negated: boolean } {
  const affirmed = NEGATIONS[operator];
  return affirmed === undefined ? { affirmed: operator as Affirmation, negated: false } : { affirmed, negated: true };
}
