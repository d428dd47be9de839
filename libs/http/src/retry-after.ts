/**
 * Seconds to wait according to a `Retry-After` header (RFC 9110, 10.2.3: a number of seconds, or an HTTP date).
 * A date in the past means 0; undefined when there is no header or it is neither form.
 * @param now milliseconds since the Unix epoch
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  // Date.parse would take far more than HTTP dates; all three of their forms begin with the name of the day.
  const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
