import type { TimerSpec } from '../../rule.ts';
import { nextTick } from './next-tick.ts';

/** A daemon that was away for long makes up for the latest of them; more would be a storm. */
const MOST = 100;

/**
 * The ticks after `last` and up to `now` that are to be made up, the oldest first: none, the last, or all of them (the latest
 * 100). `last` is the tick that was carried out last, or when the timer was first seen.
 * @param last milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function missedTicks(spec: TimerSpec, last: number, now: number): number[] {
  if (spec.missed === 'skip' || now <= last) return [];
  const most = spec.missed === 'one' ? 1 : MOST;
  // Looked for from near the end, so that a tick a minute over a year does not take an hour.
  for (let back = 60_000; ; back *= 4) {
    const from = Math.max(last, now - back);
    const found = ticksBetween(spec, from, now);
    if (found.length >= most || from === last) return found.slice(-most);
  }
}

function ticksBetween(spec: TimerSpec, from: number, to: number): number[] {
  const ticks: number[] = [];
  let next = nextTick(spec, from);
  while (next !== undefined && next <= to) {
    ticks.push(next);
    next = nextTick(spec, next);
  }
  return ticks;
}
