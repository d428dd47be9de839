/** What an ISO 8601 text with four digits of the year can say. Icinga takes any number for a time. */
export const LAST_SECOND = Date.parse('9999-12-31T23:59:59Z') / 1000;

/** A time of Icinga, in seconds since the Unix epoch, as UTC ISO 8601 with milliseconds; what is out of range is its end. */
export const utc = (seconds: number): string =>
  new Date(Math.round(Math.min(Math.max(seconds, 0), LAST_SECOND) * 1000)).toISOString();

/** The same; 0 and -1 stand for never. */
export const utcOrNull = (seconds: number): string | null => (seconds > 0 ? utc(seconds) : null);
