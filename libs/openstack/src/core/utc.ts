/**
 * A service's time as UTC ISO 8601 with milliseconds, so that texts compare like times. Nova writes
 * `2026-11-21T05:36:19.000000` in some fields and `2026-11-21T05:36:15Z` in others; both are UTC.
 */
export function utc(time: string): string {
  if (time.length === 20 && time.endsWith('Z')) return `${time.slice(0, 19)}.000Z`;
  if (time.length === 26 && !time.includes('+')) return `${time.slice(0, 23)}Z`;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}

/** The same for a field that may be empty. */
export const utcOrNull = (time: string | null | undefined): string | null => (time ? utc(time) : null);
