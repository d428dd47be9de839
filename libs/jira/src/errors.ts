/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** What was asked for does not exist, or the account may not see it: Jira does not tell which. */
  JIRA_NOT_FOUND: 'not-found',
  /** The issue is not in the state that was expected, or was changed meanwhile. */
  JIRA_CONFLICT: 'conflict',
  /** Several things fit where one is needed. */
  JIRA_AMBIGUOUS: 'conflict',
  /** No transition leads there from the status; the message lists what is possible. */
  JIRA_NO_TRANSITION: 'conflict',
  /** Fields that are unknown, missing or have a value that does not fit; `fields` lists each. */
  JIRA_FIELDS: 'invalid-input',
  /** Jira does not accept the request as it is. */
  JIRA_BAD_REQUEST: 'invalid-input',
  /** The input was refused before anything was sent; `faults` lists everything. */
  JIRA_INVALID_INPUT: 'invalid-input',
  /** The client's options are wrong; `faults` lists everything. */
  JIRA_CONFIG: 'invalid-input',
  /** Credentials are missing or were refused, or Jira treated the request as an anonymous one. */
  JIRA_UNAUTHORIZED: 'unauthorized',
  /** After failed logins Jira wants a CAPTCHA, which somebody has to solve in a browser. */
  JIRA_CAPTCHA: 'unauthorized',
  /** Known, but not allowed to do it. */
  JIRA_FORBIDDEN: 'forbidden',
  /** Asked to slow down for longer than the client waits. */
  JIRA_RATE_LIMITED: 'rate-limited',
  /** No answer, a broken or truncated one, an error of the service's own, or an answer that is not Jira's. */
  JIRA_UNAVAILABLE: 'unavailable',
  /** No answer in time. */
  JIRA_TIMEOUT: 'timeout',
  /** The caller or the run ended the request. */
  JIRA_ABORTED: 'refused',
} as const;

export type JiraErrorCode = keyof typeof ERROR_KINDS;
export type JiraErrorKind = (typeof ERROR_KINDS)[JiraErrorCode];

export interface JiraErrorDetails {
  /** HTTP status, if there was an answer. */
  status?: number | undefined;
  requestId?: string | undefined;
  /** What Jira said, as plain text. */
  serviceMessage?: string | undefined;
  /** A change may have taken effect although no answer came; default false. */
  outcomeUnknown?: boolean | undefined;
  /** What is wrong with each field, by its name (or its id, where Jira tells only that). */
  fields?: Readonly<Record<string, string>> | undefined;
  /** Each one of several faults, with its path. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/jira.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class JiraError extends Error {
  readonly code: JiraErrorCode;
  readonly kind: JiraErrorKind;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly serviceMessage: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: JiraErrorCode, message: string, details: JiraErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'JiraError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.status = details.status;
    this.requestId = details.requestId;
    this.serviceMessage = details.serviceMessage;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.fields = details.fields ?? {};
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is a {@link JiraError}, also one of another copy of this package. */
export function isJiraError(error: unknown): error is JiraError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Refused before anything was sent, with everything that is wrong. */
export const invalidInput = (what: string, faults: readonly string[]): JiraError =>
  new JiraError('JIRA_INVALID_INPUT', `${what}: ${faults.join('; ')}`, { faults });

/** What is wrong with fields, each by its name. */
export function fieldsError(what: string, fields: Readonly<Record<string, string>>): JiraError {
  const all = Object.entries(fields).map(([name, fault]) => `${name}: ${fault}`);
  return new JiraError('JIRA_FIELDS', `${what}: ${all.join('; ')}`, { fields });
}
