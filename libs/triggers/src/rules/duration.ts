const SECONDS: Record<string, number> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };
const DURATION = /^(?:\d+[wdhms])+$/;
/** A year: what is longer is a mistake. */
const LONGEST = 366 * 86_400;

/** Seconds of `30s`, `15m`, `1h30m` or `7d`; undefined for what is none, for nothing, and for more than a year. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit = ''] of text.matchAll(/(\d+)([wdhms])/g)) seconds += Number(count) * (SECONDS[unit] ?? 0);
  return seconds > 0 && seconds <= LONGEST ? seconds : undefined;
}

/** `1h30m` of 5400. */
export function durationText(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(SECONDS)) {
    if (unit === 'w') continue;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === '' ? `${seconds}s` : text;
}
