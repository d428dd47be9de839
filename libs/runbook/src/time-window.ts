import * as z from 'zod';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MINUTE = 60_000;
// A week, and what a change of the clocks may take out of one.
const LONGEST_SEARCH = 22 * 24 * 60;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as 22:00');

/** When something may begin, by the clock on the wall of a time zone. */
export const TimeWindow = z
  .strictObject({
    days: z
      .array(z.enum(DAYS))
      .min(1)
      .default([...DAYS])
      .describe('Days on which it opens; past midnight it still belongs to the day before'),
    from: time.describe('When it opens'),
    to: time.describe('When it closes; not later than `from`: on the next day'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone as Europe/London')
      .default('UTC')
      .describe('Whose clocks these are; they may be put forward and back'),
  })
  .describe('When a batch may begin; what was begun goes on to its end');

export type TimeWindow = z.output<typeof TimeWindow>;

/** @param at milliseconds since the epoch */
export function isWindowOpen(window: TimeWindow, at: number): boolean {
  const { day, minute } = wallClock(window, at);
  const [from, to] = [minutes(window.from), minutes(window.to)];
  const opensOn = (index: number) => window.days.some((one) => one === DAYS[index]);
  if (from < to) return opensOn(day) && minute >= from && minute < to;
  return (minute >= from && opensOn(day)) || (minute < to && opensOn((day + 6) % 7));
}

/**
 * The first full minute from then on at which it is open, or that very moment. A time that the clocks jump over does not
 * exist: a window within it does not open on that day, one that reaches beyond it opens when they have jumped.
 * @param at milliseconds since the epoch
 */
export function nextOpening(window: TimeWindow, at: number): number {
  if (isWindowOpen(window, at)) return at;
  const end = at + LONGEST_SEARCH * MINUTE;
  let now = Math.floor(at / MINUTE) * MINUTE + MINUTE;
  while (now < end) {
    if (isWindowOpen(window, now)) return now;
    const { minute } = wallClock(window, now);
    const from = minutes(window.from);
    // Nothing opens on a wall clock before its hands reach one of these, unless somebody puts them forward.
    const quiet = (minute < from ? from : 24 * 60) - minute;
    const jumped = offset(window, now) !== offset(window, now + quiet * MINUTE);
    now += (jumped ? 1 : quiet) * MINUTE;
  }
  throw new RangeError(`the window of ${window.from} to ${window.to} never opens`);
}

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

interface WallClock {
  /** 0 is Monday. */
  day: number;
  /** Since midnight. */
  minute: number;
  /** What it shows, as if it were UTC: milliseconds. */
  shown: number;
}

function wallClock({ timeZone }: TimeWindow, at: number): WallClock {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  return { day: (new Date(shown).getUTCDay() + 6) % 7, minute: hour * 60 + minute, shown };
}

const offset = (window: TimeWindow, at: number): number => wallClock(window, at).shown - at;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = 'numeric' as const;
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric };
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', calendar: 'gregory', ...parts });
  formats.set(timeZone, format);
  return format;
}

function isTimeZone(timeZone: string): boolean {
  try {
    return formatOf(timeZone).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
