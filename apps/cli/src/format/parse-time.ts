import { UsageError } from '../usage-error.ts';
import { parseDuration } from './duration.ts';

const DURATION = /^[\d.]+[smhd]$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A point in time as UTC ISO 8601, from `2h` or `3d` (so long ago) or from ISO 8601, where a time without a zone is UTC.
 * Throws {@link UsageError}.
 * @param now milliseconds since the epoch
 */
export function parseTime(text: string, now: number): string {
  if (DURATION.test(text)) return new Date(now - parseDuration(text) * 1000).toISOString();
  const match = ISO.exec(text);
  const time = match === null ? NaN : Date.parse(text.includes(':') && match[1] === undefined ? `${text}Z` : text);
  if (Number.isNaN(time)) throw new UsageError(`'${text}' is no time: write 30m, 2h or 3d (ago), or 2030-01-31T12:00Z`);
  return new Date(time).toISOString();
}
