import { UsageError } from '../usage-error.ts';

const SECONDS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Days. A time so long ago, or so long to come, is still one that can be written down. */
const LONGEST = 36_500;

/** Seconds of `90`, `30s`, `10m`, `2h` or `1d`, of a hundred years at most. Throws {@link UsageError}. */
export function parseDuration(text: string): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`'${text}' is no duration: write 90, 30s, 10m, 2h or 1d`);
  const seconds = Number(count) * (SECONDS[unit] ?? 1);
  if (seconds > LONGEST * 86_400) throw new UsageError(`'${text}' is too long: at most ${LONGEST}d`);
  return seconds;
}

/** Seconds for people: `7s`, `1m20s`, `2h05m`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  if (h > 0) return `${h}h${two(m)}m`;
  return m > 0 ? `${m}m${two(s)}s` : `${s}s`;
}

/** Seconds between two times in UTC ISO 8601. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
