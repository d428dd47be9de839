import type { Age } from './operators.ts';

const SECONDS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };
const DURATION = /^(?:\d+(?:\.\d+)?[wdhms])+$/;
const PART = /(\d+(?:\.\d+)?)([wdhms])/g;
/** A hundred years: a time so long ago can still be written down. */
const LONGEST = 36_525 * 86_400;

/** Seconds of `60d`, `2h30m` or `1.5h`; undefined for what is none, or longer than a hundred years. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(PART)) seconds += Number(count) * SECONDS[unit as keyof typeof SECONDS];
  return seconds <= LONGEST ? seconds : undefined;
}

/** `60d`, `2h30m`; undefined for an age of nothing, and for one that is no age. */
export function durationText({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Age): string | undefined {
  const parts: [number, string][] = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
    [seconds, 's'],
  ];
  const text = parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
  return parseDuration(text) === undefined ? undefined : text;
}
