import { Cron } from 'croner';
import type { TimerSpec } from '../../rule.ts';
import { fromWallTime, wallTime } from '../wall-clock.ts';

/**
 * When a timer ticks next, strictly after that moment; undefined when never again.
 *
 * A cron pattern that names its hours ticks once for each time on the clock: where the clocks are put back, the first time it
 * shows, and where they are put forward over it, at the moment they jump. One with `*` for the hour follows real time:
 * every half hour stays every half hour.
 * @param after milliseconds since the epoch
 */
export function nextTick(spec: TimerSpec, after: number): number | undefined {
  if ('at' in spec) {
    const at = Date.parse(spec.at);
    return at > after ? at : undefined;
  }
  if ('every' in spec) {
    const anchor = spec.anchor === undefined ? 0 : Date.parse(spec.anchor);
    const every = spec.every * 1000;
    return anchor + (Math.floor((after - anchor) / every) + 1) * every;
  }
  return namesHours(spec.cron)
    ? nextOnTheWall(spec.cron, spec.timeZone, after)
    : nextInTime(spec.cron, spec.timeZone, after);
}

const namesHours = (cron: string): boolean => cron.startsWith('@') || !cron.trim().split(/\s+/)[1]?.startsWith('*');

const nextInTime = (cron: string, timeZone: string, after: number): number | undefined =>
  pattern(cron, timeZone).nextRun(new Date(after))?.getTime();

function nextOnTheWall(cron: string, timeZone: string, after: number): number | undefined {
  let shown = wallTime(timeZone, after);
  for (;;) {
    const next = pattern(cron, 'UTC').nextRun(new Date(shown))?.getTime();
    if (next === undefined) return undefined;
    const at = fromWallTime(timeZone, next);
    // A clock that was put back shows again what it has shown: that tick was before.
    if (at > after) return at;
    shown = next;
  }
}

const patterns = new Map<string, Cron>();

function pattern(cron: string, timezone: string): Cron {
  const key = `${cron}\0${timezone}`;
  const known = patterns.get(key) ?? new Cron(cron, { timezone, mode: '5-part' });
  patterns.set(key, known);
  return known;
}

/** What is wrong with a cron pattern of five fields, or a name as `@daily`; undefined when nothing is. */
export function cronFault(cron: string): string | undefined {
  if (!cron.startsWith('@') && cron.trim().split(/\s+/).length !== 5) {
    return 'must have five fields: minute, hour, day of the month, month, day of the week';
  }
  try {
    const next = new Cron(cron, { timezone: 'UTC', mode: '5-part' }).nextRun(new Date(0));
    return next === null ? 'never ticks' : undefined;
  } catch (error) {
    return (error as Error).message.replace(/^CronPattern: /, '');
  }
}
