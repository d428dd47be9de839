const UPTIME = /\bup\s+(?:(\d+)\s+days?,\s*)?(?:(\d+):(\d+)|(\d+)\s+min)/;

/** Days, to two places, of what `uptime` prints: `up 12 days, 3:04`, `up 1 day, 5 min`, `up 3:04`; null for anything else. */
export function uptimeDays(text: string | null): number | null {
  const found = UPTIME.exec(text ?? '');
  if (found === null) return null;
  const [days = 0, hours = 0, minutes = 0, onlyMinutes = 0] = found.slice(1).map((part) => Number(part || 0));
  return Math.round((days + hours / 24 + (minutes + onlyMinutes) / 1440) * 100) / 100;
}
