import type { Clock } from '@opsbook/context';
import { AlertmanagerError } from '../errors.ts';
import { givenTime } from '../utc.ts';

/** How long a silence lasts: to a time (UTC ISO 8601), or for some seconds from its start on. */
export type Lasting = { endsAt: string; duration?: never } | { duration: number; endsAt?: never };

/** From when to when. */
export type Period = Lasting & {
  /** UTC ISO 8601; default: now. */
  startsAt?: string;
};

/** Far enough back that no difference of the clocks makes the silence begin late: Alertmanager moves the start to its now. */
const NOW_IS_BEFORE_MS = 3_600_000;

/** The times that are sent. `from` is undefined where the silence begins now. */
export interface ResolvedPeriod {
  from: string | undefined;
  startsAt: string;
  endsAt: string;
}

/** @throws ALERTMANAGER_INVALID_INPUT; UnknownInPlan */
export function resolvePeriod(period: Period, clock: Clock): ResolvedPeriod {
  const given = period.startsAt === undefined ? undefined : givenTime(period.startsAt, 'startsAt');
  const now = clock.now();
  const from = given !== undefined && Date.parse(given) > now ? given : undefined;
  const begins = from === undefined ? now : Date.parse(from);
  const endsAt = endOf(period, begins);
  if (Date.parse(endsAt) <= begins) throw invalid(`endsAt: ${endsAt} is not after the start, ${iso(begins)}`);
  return { from, startsAt: from ?? iso(now - NOW_IS_BEFORE_MS), endsAt };
}

/** When what lasts so from a time on ends. @param begins milliseconds since the Unix epoch */
export function endOf({ endsAt, duration }: Lasting, begins: number): string {
  if (endsAt !== undefined) return givenTime(endsAt, 'endsAt');
  const ms = duration * 1000;
  if (!(ms > 0 && ms < Infinity)) throw invalid(`duration: ${duration} is no number of seconds above 0`);
  return iso(begins + ms);
}

const iso = (time: number): string => new Date(time).toISOString();

const invalid = (fault: string): AlertmanagerError =>
  new AlertmanagerError('ALERTMANAGER_INVALID_INPUT', fault, { faults: [fault] });
