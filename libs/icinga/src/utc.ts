/** A time of Icinga, in seconds since the Unix epoch, as UTC ISO 8601 with milliseconds; 0 and -1 stand for never. */
export const utcOrNull = (seconds: number): string | null =>
  seconds > 0 ? new Date(Math.round(seconds * 1000)).toISOString() : null;
