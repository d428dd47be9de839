import type { Effect } from '@opsbook/context';
import { type HttpError, isHttpError } from '@opsbook/http';
import { JiraError, type JiraErrorCode } from './errors.ts';
import { serviceMessage } from './service-message.ts';

/** What was being done, for the message. */
export interface Attempted {
  /** "comment on OPS-1" */
  label: string;
  /** A read that ends in the dark has changed nothing: its outcome is never unknown. */
  effect: Effect;
  /** Asked of another host than Jira's, which was not given the credentials: what it refuses says nothing of them. */
  elsewhere?: boolean;
}

/**
 * An error of the transport as a {@link JiraError}. Anything else is given back as it is: a refusal of the guard and an
 * unknown value of a plan are not the service's doing.
 */
export function toJiraError(error: unknown, attempted: Attempted): unknown {
  if (!isHttpError(error)) return error;
  const { text, fields } = serviceMessage(error.body);
  const login = loginFault(error.headers ?? {});
  const found = login ?? codeOf(error, Object.keys(fields).length > 0);
  const code = attempted.elsewhere === true && found === 'JIRA_UNAUTHORIZED' ? 'JIRA_UNAVAILABLE' : found;
  const outcomeUnknown = error.outcomeUnknown && attempted.effect === 'change';
  return new JiraError(code, describe(error, attempted, text, outcomeUnknown, code), {
    status: error.status,
    requestId: error.requestId,
    serviceMessage: text,
    outcomeUnknown,
    fields,
    cause: error,
  });
}

/**
 * What Jira's login layer says beside the answer. With wrong credentials Jira may go on as anonymous, and then answers
 * 404 for what the account could see (the header is documented with "Basic auth for REST APIs", section CAPTCHA).
 */
export function loginFault(headers: Readonly<Record<string, string>>): JiraErrorCode | undefined {
  const reason = headers['x-seraph-loginreason'] ?? '';
  const denied = headers['x-authentication-denied-reason'] ?? '';
  if (reason.includes('AUTHENTICATION_DENIED') || denied.startsWith('CAPTCHA')) return 'JIRA_CAPTCHA';
  return reason.includes('AUTHENTICATED_FAILED') ? 'JIRA_UNAUTHORIZED' : undefined;
}

function codeOf(error: HttpError, hasFields: boolean): JiraErrorCode {
  if (error.code !== 'HTTP_STATUS') return transportCode(error);
  switch (error.kind) {
    case 'not-found':
      // A proxy's page says nothing about issues.
      return isPage(error.body) ? 'JIRA_UNAVAILABLE' : 'JIRA_NOT_FOUND';
    case 'conflict':
      return 'JIRA_CONFLICT';
    case 'unauthorized':
      return 'JIRA_UNAUTHORIZED';
    case 'forbidden':
      return 'JIRA_FORBIDDEN';
    case 'rate-limited':
      return 'JIRA_RATE_LIMITED';
    case 'timeout':
      return 'JIRA_TIMEOUT';
    case 'unavailable':
      return 'JIRA_UNAVAILABLE';
    case 'invalid-input':
    case 'refused':
      return hasFields ? 'JIRA_FIELDS' : 'JIRA_BAD_REQUEST';
  }
}

function transportCode(error: HttpError): JiraErrorCode {
  if (error.code === 'HTTP_ABORTED') return 'JIRA_ABORTED';
  if (error.code === 'HTTP_INVALID_REQUEST') return 'JIRA_INVALID_INPUT';
  return error.kind === 'timeout' ? 'JIRA_TIMEOUT' : 'JIRA_UNAVAILABLE';
}

const isPage = (body: unknown): boolean => typeof body === 'string' && /^\s*</.test(body);

const HINTS: Partial<Record<JiraErrorCode, string>> = {
  JIRA_CAPTCHA:
    'too many logins have failed: log in once in a browser and solve the CAPTCHA, then check the credentials',
  JIRA_UNAUTHORIZED: 'the credentials were not accepted',
  JIRA_NOT_FOUND: 'it does not exist, or the account may not see it',
};

function describe(
  error: HttpError,
  { label }: Attempted,
  text: string | undefined,
  doubt: boolean,
  code: JiraErrorCode,
): string {
  // The transport's own failures say everything themselves.
  if (error.code !== 'HTTP_STATUS') return error.message;
  const said = `${label}: ${error.url} answered ${error.status}${text === undefined ? '' : `: ${text}`}`;
  if (doubt) return `${said}; it may have taken effect: look before you repeat it`;
  const hint = HINTS[code];
  return hint === undefined ? said : `${said}; ${hint}`;
}
