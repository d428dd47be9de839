const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a time zone show, as if it were UTC: milliseconds. */
export function wallTime(timeZone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

/**
 * When the clocks of a time zone show that: the first time if they do so twice, and the moment of the jump if they never do.
 */
export function fromWallTime(timeZone: string, shown: number): number {
  // No zone is further from UTC than 14 hours, and clocks are changed less than once a day.
  const offsets = [shown - DAY, shown + DAY].map((at) => wallTime(timeZone, at) - at);
  const shows = offsets.map((offset) => shown - offset).filter((at) => wallTime(timeZone, at) === shown);
  return shows.length > 0 ? Math.min(...shows) : jumpBetween(timeZone, shown - DAY, shown + DAY);
}

const DAY = 86_400_000;

/** The first millisecond with the later of two offsets. */
function jumpBetween(timeZone: string, from: number, to: number): number {
  const offset = (at: number) => wallTime(timeZone, at) - at;
  const later = offset(to);
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === later) after = middle;
    else before = middle;
  }
  return after;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = 'numeric' as const;
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', calendar: 'gregory', ...parts });
  formats.set(timeZone, format);
  return format;
}
