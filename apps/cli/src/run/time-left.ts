import { secondsBetween } from '../format/duration.ts';
import { type ViewNode, isOpen, secondsOf } from './run-view.ts';

/**
 * Seconds until the items of an `each` have ended, from how long those took that did something; undefined until one has.
 * @param items those that have begun or ended
 * @param total how many there are
 * @param now UTC ISO 8601
 */
export function timeLeft(items: readonly ViewNode[], total: number, now: string): number | undefined {
  const took = items.filter(({ status }) => status === 'changed').map((item) => secondsOf(item) ?? 0);
  if (took.length === 0) return undefined;
  const mean = took.reduce((sum, seconds) => sum + seconds, 0) / took.length;
  const open = items.filter(isOpen);
  const moving = open.map((item) => ownEstimate(item, now) ?? Math.max(0, mean - ranSince(item, now)));
  const waiting = Math.max(0, total - items.length) * mean;
  const longest = Math.max(0, ...moving);
  const lanes = Math.max(1, open.length);
  return Math.max(longest, (moving.reduce((sum, seconds) => sum + seconds, 0) + waiting) / lanes);
}

const ranSince = ({ startedAt }: ViewNode, now: string): number =>
  startedAt === undefined ? 0 : secondsBetween(startedAt, now);

/** What the item itself said last; the service often knows better than the average. */
function ownEstimate({ progress, progressAt = '' }: ViewNode, now: string): number | undefined {
  const said = (progress as { secondsLeft?: unknown } | null | undefined)?.secondsLeft;
  return typeof said === 'number' ? Math.max(0, said - secondsBetween(progressAt, now)) : undefined;
}
