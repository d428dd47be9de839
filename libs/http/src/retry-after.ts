/**
 * Seconds to wait according to a `Retry-After` header (RFC 9110, 10.2.3: a number of seconds, or an HTTP date).
 * A date in the past means 0; undefined when there is no header or it is neither form.
 * @param now milliseconds since the Unix epoch, by the clock of whoever wrote the header
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const date = parseHttpDate(text);
  return date === undefined ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/**
 * Milliseconds since the Unix epoch of an HTTP date in any of its three forms (RFC 9110, 5.6.7); undefined for another text.
 */
export function parseHttpDate(text: string): number | undefined {
  // Date.parse would take far more than HTTP dates; all three of their forms begin with the name of the day.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  // The oldest form names no zone and is UTC like the others.
  const date = Date.parse(/gmt$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : date;
}
