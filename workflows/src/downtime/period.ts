import { refuse } from '@opsbook/runbook';
import * as z from 'zod';

const UNITS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 } as const;

// Each unit once, the largest first: nothing else is a duration.
const DURATION = /^(?=.)(\d+w)?( ?\d+d)?( ?\d+h)?( ?\d+m)?( ?\d+s)?$/;

/** How long something lasts: one of the two has to be given. */
export const periodFields = {
  until: z.iso
    .datetime({ offset: true, error: 'must be a time with its zone, as 2030-01-31T18:00:00Z' })
    .describe('Its end, in ISO 8601 with a zone: this or duration')
    .optional(),
  duration: z
    .string()
    .trim()
    .refine(isDuration, 'must be as 2d, 3d 12h, 90m, or a number of seconds')
    .describe('How long from now, as 2d, 3d 12h, 90m, or in seconds: this or until')
    .optional(),
};

export interface GivenPeriod {
  until?: string | undefined;
  duration?: string | undefined;
}

/** Adds the fault of an input that has none or both of the two. */
export function refuseUnlessOne({ until, duration }: GivenPeriod, context: z.core.$RefinementCtx): void {
  if ((until === undefined) !== (duration === undefined)) return;
  context.addIssue({ code: 'custom', path: ['duration'], message: 'give until or duration, one of them' });
}

/** Seconds of a text that is a duration. */
export function secondsOf(duration: string): number {
  if (/^\d+$/.test(duration)) return Number(duration);
  const parts = duration.matchAll(/(\d+)([wdhms])/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0);
}

/** The end, as UTC ISO 8601. @param begin the same @throws REFUSED where it is not after that */
export function endOf({ until, duration }: GivenPeriod, begin: string): string {
  const from = Date.parse(begin);
  const end = until === undefined ? from + secondsOf(duration ?? '0') * 1000 : Date.parse(until);
  if (end <= from) refuse(`the end is to be after the begin: ${until ?? ''} is not after ${begin}`);
  return new Date(end).toISOString();
}

function isDuration(text: string): boolean {
  if (!/^\d+$/.test(text) && !DURATION.test(text)) return false;
  const seconds = secondsOf(text);
  return seconds > 0 && seconds <= 366 * UNITS.d;
}
