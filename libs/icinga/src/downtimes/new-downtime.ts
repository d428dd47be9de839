import type { Clock } from '@opsbook/context';
import { refuse } from '../errors.ts';
import { LAST_SECOND, utc } from '../utc.ts';

/** What shall be quiet, and how long. */
export interface NewDowntime {
  host: string;
  /** One service of the host. Default: the host, and `services` of it. */
  service?: string;
  /** Whether a host's downtime covers its services; default `all`. */
  services?: 'all' | 'none';
  /** Why; shown to everybody. */
  comment: string;
  /** UTC ISO 8601; default: now. */
  startsAt?: string;
  /** UTC ISO 8601; this or `duration`. */
  endsAt?: string;
  /** Seconds from the start; this or `endsAt`. */
  duration?: number;
  /** Makes it flexible: it lasts so many seconds from the first problem between start and end on. */
  flexibleFor?: number;
}

/** The same with its times resolved, in seconds since the Unix epoch. */
export interface ResolvedDowntime {
  host: string;
  service: string | null;
  allServices: boolean;
  comment: string;
  start: number;
  end: number;
  flexibleFor: number | null;
}

/**
 * Icinga takes a downtime that is over or ends before it begins, and says that it was scheduled.
 * @throws ICINGA_INVALID_INPUT, listing every fault; UnknownInPlan
 */
export function resolveDowntime(input: NewDowntime, clock: Clock): ResolvedDowntime {
  const { host, service, services = 'all', comment, startsAt, endsAt, duration, flexibleFor } = input;
  const faults: string[] = [];
  const text = (path: string, value: string | undefined) => {
    if (value?.trim() === '') faults.push(`${path}: empty`);
    // Its text would end there in Icinga.
    if (value?.includes('\0')) faults.push(`${path}: holds the character NUL`);
  };
  text('host', host);
  text('service', service);
  text('comment', comment);
  if (host.includes('!')) faults.push(`host: '${host}' is no name of a host: a service is given as 'service'`);
  if (service !== undefined && input.services !== undefined) faults.push('services: only for a whole host');
  const now = Math.floor(clock.now() / 1000);
  const start = startsAt === undefined ? now : secondsOf(startsAt, 'startsAt', faults);
  if ((endsAt === undefined) === (duration === undefined)) faults.push('endsAt, duration: give one of them');
  if (duration !== undefined && !isDuration(duration))
    faults.push(`duration: ${duration} is no number of seconds above 0`);
  if (flexibleFor !== undefined && !isDuration(flexibleFor))
    faults.push(`flexibleFor: ${flexibleFor} is no number of seconds above 0`);
  const end = endsAt === undefined ? start + Math.ceil(duration ?? 0) : secondsOf(endsAt, 'endsAt', faults);
  if (faults.length === 0 && end <= start) faults.push(`endsAt: ${utc(end)} is not after the start, ${utc(start)}`);
  if (faults.length === 0 && end <= now) faults.push(`endsAt: ${utc(end)} is over`);
  if (faults.length === 0 && end > LAST_SECOND) faults.push('duration: ends after the year 9999');
  refuse('the downtime cannot be scheduled', faults);
  const allServices = service === undefined && services === 'all';
  return { host, service: service ?? null, allServices, comment, start, end, flexibleFor: flexibleFor ?? null };
}

const isDuration = (seconds: number): boolean => seconds > 0 && seconds < Infinity;

function secondsOf(time: string, path: string, faults: string[]): number {
  const date = new Date(time);
  if (Number.isNaN(date.getTime()) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(time)) {
    faults.push(`${path}: '${time}' is no time in ISO 8601 with its zone, as 2030-01-01T00:00:00Z`);
    return Infinity;
  }
  return date.getTime() / 1000;
}
