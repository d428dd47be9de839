/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** A text is no condition, no list of names, or no duration. */
  QUERY_SYNTAX: 'invalid-input',
  /** There is no such kind of resource. */
  QUERY_UNKNOWN_RESOURCE: 'invalid-input',
  /** The resource has no such property, or no such join before the dot. */
  QUERY_UNKNOWN_PROPERTY: 'invalid-input',
  /** Nothing of that name refers to the resource, or is referred to by it. */
  QUERY_UNKNOWN_LINK: 'invalid-input',
  /** The property's kind of value does not know the operator, cannot be sorted, or cannot be grouped by. */
  QUERY_BAD_OPERATOR: 'invalid-input',
  /** The value is none of the property's kind. */
  QUERY_BAD_VALUE: 'invalid-input',
  /** The regular expression is none of RE2's, or is too large. */
  QUERY_BAD_PATTERN: 'invalid-input',
  /** A limit, an output format or a group is wrong, or two options contradict each other. */
  QUERY_BAD_OPTION: 'invalid-input',
} as const;

export type QueryErrorCode = keyof typeof ERROR_KINDS;
export type QueryErrorKind = (typeof ERROR_KINDS)[QueryErrorCode];

/** One thing that is wrong with a query. */
export interface QueryFault {
  code: QueryErrorCode;
  message: string;
  /** The part of the query: `where[0]`, `select[2]`, `sort[0]`. */
  part: string;
  /** The character of that part at which it is, from 0; undefined where the part is no text. */
  at?: number | undefined;
}

const BRAND = Symbol.for('@opsbook/openstack-query.error');

/** Everything that is wrong with a query, before anything was sent. `code` is that of the first fault. */
export class QueryError extends Error {
  readonly code: QueryErrorCode;
  readonly kind: QueryErrorKind;
  readonly faults: readonly QueryFault[];
  readonly [BRAND] = true;

  constructor(faults: readonly [QueryFault, ...QueryFault[]]) {
    super(faults.length === 1 ? line(faults[0]) : `the query has ${faults.length} faults:\n${lines(faults)}`);
    this.name = 'QueryError';
    this.code = faults[0].code;
    this.kind = ERROR_KINDS[this.code];
    this.faults = faults;
  }
}

const lines = (faults: readonly QueryFault[]): string => faults.map((fault) => `  ${line(fault)}`).join('\n');

const line = ({ part, at, message }: QueryFault): string =>
  at === undefined ? `${part}: ${message}` : `${part}, character ${at + 1}: ${message}`;

/** Whether an error is a {@link QueryError}, also one of another copy of this package. */
export function isQueryError(error: unknown): error is QueryError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Collects the faults of a query, to be told all at once. */
export class Faults {
  readonly #all: QueryFault[] = [];

  add(fault: QueryFault): void {
    this.#all.push(fault);
  }

  /** @throws QueryError if there are any */
  check(): void {
    const [first, ...rest] = this.#all;
    if (first !== undefined) throw new QueryError([first, ...rest]);
  }
}
