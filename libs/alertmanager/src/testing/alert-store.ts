import type { SimulatedAlert } from './records.ts';

/** Whether it is over at a time. */
export const isResolved = ({ endsAt }: SimulatedAlert, now: number): boolean => endsAt.at <= now;

/** The alerts that were posted. */
export class AlertStore {
  readonly #alerts = new Map<string, SimulatedAlert>();

  /** Resolved ones too. */
  get all(): SimulatedAlert[] {
    return [...this.#alerts.values()];
  }

  /** Takes one, merged with what is known of it where their times overlap, and answers what it keeps. */
  put(posted: SimulatedAlert, now: number): SimulatedAlert {
    const old = this.#alerts.get(posted.fingerprint);
    const alert = old !== undefined && overlap(old, posted) ? merge(old, posted, now) : posted;
    this.#alerts.set(alert.fingerprint, alert);
    return alert;
  }
}

const overlap = (old: SimulatedAlert, { startsAt, endsAt }: SimulatedAlert): boolean =>
  (endsAt.at > old.startsAt.at && endsAt.at < old.endsAt.at) ||
  (startsAt.at > old.startsAt.at && startsAt.at < old.endsAt.at);

// The newer one's word, from the earlier start on.
function merge(old: SimulatedAlert, newer: SimulatedAlert, now: number): SimulatedAlert {
  const merged = { ...newer };
  if (old.startsAt.at < newer.startsAt.at) merged.startsAt = old.startsAt;
  const later = old.endsAt.at > newer.endsAt.at;
  if (isResolved(newer, now) ? later && isResolved(old, now) : later && !old.timedOut) merged.endsAt = old.endsAt;
  return merged;
}
