import type { EmailErrorCode } from '../errors.ts';

/** What may be over at the next attempt. */
export const PASSING: ReadonlySet<EmailErrorCode> = new Set([
  'EMAIL_CONNECT',
  'EMAIL_CONNECT_TIMEOUT',
  'EMAIL_GREETING_TIMEOUT',
  'EMAIL_CONNECTION_LOST',
  'EMAIL_SERVICE_UNAVAILABLE',
  'EMAIL_TIMEOUT',
]);
