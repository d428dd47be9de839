import type { Clock } from '@opsbook/context';
import { AlertmanagerError, isAlertmanagerError } from '../errors.ts';
import type { MatchersInput } from '../matcher/matchers-input.ts';
import { type Period, resolvePeriod } from './period.ts';
import { silenceMatchers } from './silence-matchers.ts';
import type { PostedSilence } from './silence-requests.ts';

/** A silence to make. */
export type NewSilence = Period & {
  matchers: MatchersInput;
  /** Who asks for it; people read it in Alertmanager. */
  createdBy: string;
  /** Why; the same. */
  comment: string;
};

/**
 * What is sent for it, and from when on it is to hold (undefined: now).
 * @throws ALERTMANAGER_INVALID_INPUT with every fault; where only the matchers are wrong, what says so
 */
export function resolveSilence(
  { matchers, createdBy, comment, ...period }: NewSilence,
  clock: Clock,
): { posted: PostedSilence; from: string | undefined } {
  const errors: AlertmanagerError[] = [];
  const read = attempt(errors, () => silenceMatchers(matchers));
  const resolved = attempt(errors, () => resolvePeriod(period, clock));
  if (read !== undefined && resolved !== undefined) {
    const { from, startsAt, endsAt } = resolved;
    return { posted: { matchers: read, startsAt, endsAt, createdBy, comment }, from };
  }
  const [only, ...others] = errors;
  if (only !== undefined && others.length === 0) throw only;
  const faults = errors.flatMap((error) => (error.faults.length > 0 ? error.faults : [`matchers: ${error.message}`]));
  throw new AlertmanagerError('ALERTMANAGER_INVALID_INPUT', faults.join('; '), { faults });
}

function attempt<T>(errors: AlertmanagerError[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isAlertmanagerError(error)) throw error;
    errors.push(error);
    return undefined;
  }
}
