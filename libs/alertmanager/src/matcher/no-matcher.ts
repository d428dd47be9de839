import { AlertmanagerError } from '../errors.ts';

/** The text is none of a matcher. */
export const noMatcher = (text: string, why: string): AlertmanagerError =>
  new AlertmanagerError('ALERTMANAGER_MATCHER', `'${text}' is no matcher: ${why}`);
