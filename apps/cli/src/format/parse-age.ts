import { UsageError } from '../usage-error.ts';
import { parseDuration } from './duration.ts';

/** Seconds of `90d`, `12h`, `30m` or `10s`. What is forgotten is gone: `90`, meant as days, must not be read as seconds. */
export function parseAge(option: string, text: string): number {
  if (/[smhd]$/.test(text)) return parseDuration(text);
  throw new UsageError(`${option} '${text}' is no age: write 90d, 12h, 30m or 10s`);
}
