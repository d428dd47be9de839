import { type TimeWindow, isWindowOpen, nextOpening } from '@opsbook/runbook';
import type { Calendar } from '../rule.ts';
import { fromWallTime, wallTime } from './wall-clock.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 86_400_000;
/** For which an end is looked. */
const LONGEST = 400 * DAY;

export interface CalendarSource {
  windows?: readonly TimeWindow[];
  /** Days (`2026-12-25`, in the window's own zone) on which no window opens; one that opened on the day before goes on past midnight. */
  except?: readonly string[];
  /** Stretches that are open as well; UTC ISO 8601, `to` excluded. */
  periods?: readonly { from: string; to: string }[];
}

/** A calendar of windows that come again, days on which they do not, and stretches that come once. */
export function calendar({ windows = [], except = [], periods = [] }: CalendarSource): Calendar {
  const days = new Set(except);
  const stretches = periods.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
  const opens = (window: TimeWindow, at: number) => isWindowOpen(window, at) && !days.has(openedOn(window, at));
  const endAfter = (at: number): number | undefined => {
    let now = at;
    while (now < at + LONGEST) {
      const open = [
        ...stretches.filter(({ from, to }) => now >= from && now < to).map(({ to }) => to),
        ...windows.filter((one) => opens(one, now)).map((one) => staysOpenUntil(one, now)),
      ];
      if (open.length === 0) return now;
      now = Math.max(...open);
    }
    return undefined;
  };
  let known: { at: number; closes: number | undefined } = { at: Infinity, closes: undefined };
  return {
    text: textOf({ windows, except, periods }),
    isOpen: (at) => stretches.some(({ from, to }) => at >= from && at < to) || windows.some((one) => opens(one, at)),
    nextOpening(at) {
      const begins = [
        ...stretches.filter(({ to }) => to > at).map(({ from }) => Math.max(from, at)),
        ...windows.flatMap((window) => nextOf(window, at, days)),
      ];
      return begins.length === 0 ? undefined : Math.min(...begins);
    },
    nextClosing(at) {
      // A storm of events asks within one window.
      if (at < known.at || at >= (known.closes ?? known.at + DAY)) known = { at, closes: endAfter(at) };
      return known.closes;
    },
  };
}

/** The day on which it opened, if it is open: past midnight the day before. */
function openedOn(window: TimeWindow, at: number): string {
  const shown = wallTime(window.timeZone, at);
  const clock = new Date(shown).toISOString().slice(11, 16);
  const pastMidnight = window.to <= window.from && clock < window.from;
  return new Date(pastMidnight ? shown - DAY : shown).toISOString().slice(0, 10);
}

function nextOf(window: TimeWindow, at: number, except: ReadonlySet<string>): number[] {
  let next = opening(window, at);
  while (next !== undefined && except.has(openedOn(window, next))) {
    next = opening(window, closing(window, next));
  }
  return next === undefined ? [] : [next];
}

/** One that is open does not close before that. Clocks are changed at a quarter of an hour: what they show then is asked anew. */
function staysOpenUntil({ timeZone, to }: TimeWindow, at: number): number {
  const shown = wallTime(timeZone, at);
  const closes = Date.parse(`${new Date(shown).toISOString().slice(0, 10)}T${to}:00Z`);
  const until = at + (closes > shown ? closes : closes + DAY) - shown;
  const isEven = wallTime(timeZone, until) - until === shown - at;
  return isEven ? until : Math.min(until, Math.floor(at / QUARTER) * QUARTER + QUARTER);
}

/** When one that is open closes; where the clocks show that twice, a minute later may be as far as one can see. */
function closing(window: TimeWindow, at: number): number {
  const day = Date.parse(`${openedOn(window, at)}T${window.to}:00Z`);
  const closes = fromWallTime(window.timeZone, window.to <= window.from ? day + DAY : day);
  return Math.max(closes, Math.floor(at / MINUTE) * MINUTE + MINUTE);
}

function opening(window: TimeWindow, at: number): number | undefined {
  try {
    return nextOpening(window, at);
  } catch {
    // It lies within the hour that the clocks jump over on the one day a year on which it would open.
    return undefined;
  }
}

function textOf({ windows = [], except = [], periods = [] }: CalendarSource): string {
  const shown = [
    ...windows.map(({ days, from, to, timeZone }) => `${daysText(days)} ${from}-${to} ${timeZone}`),
    ...periods.map(({ from, to }) => `${from} to ${to}`),
  ].join(', ');
  return except.length === 0 ? shown : `${shown}, except on ${except.join(', ')}`;
}

const daysText = (days: readonly string[]): string => (days.length === 7 ? 'every day' : days.join(' '));
