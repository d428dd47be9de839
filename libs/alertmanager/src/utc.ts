import { AlertmanagerError } from './errors.ts';

/** A time of the service as UTC ISO 8601 with milliseconds: it keeps the offset in which a time was posted. */
export function utc(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}

/**
 * A time that a caller gave as UTC ISO 8601 with milliseconds.
 * @throws ALERTMANAGER_INVALID_INPUT where it is none, or has no zone; UnknownInPlan for an unknown one
 */
export function givenTime(time: string, path: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime()) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(time)) {
    const fault = `${path}: '${time}' is no time in ISO 8601 with its zone, as 2030-01-01T00:00:00Z`;
    throw new AlertmanagerError('ALERTMANAGER_INVALID_INPUT', fault, { faults: [fault] });
  }
  return date.toISOString();
}
