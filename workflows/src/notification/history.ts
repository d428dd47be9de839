import { daysBetween } from '../days-between.ts';

/** A mail that an earlier run sent, as the audit trail has it. */
export interface EarlierMail {
  /** UTC ISO 8601. */
  at: string;
  /** Ids of what it told of; null where there were so many that the trail does not have them: taken for all. */
  about: readonly string[] | null;
}

/** What a person was told of one thing so far. */
export interface Told {
  /** How many notices. */
  times: number;
  /** UTC ISO 8601, of the first and the last. */
  first: string;
  last: string;
}

interface Reminding {
  now: string;
  /** Days between two notices. */
  remindAfter: number;
}

/**
 * What was told of each of these things, in the notices that follow one another: one that came after a silence of more than
 * three reminders is the first of a new row, since the thing had been mended meanwhile.
 */
export function toldOf(
  ids: readonly string[],
  mails: readonly EarlierMail[],
  { now, remindAfter }: Reminding,
): Map<string, Told> {
  const silence = Math.max(remindAfter, 1) * 3;
  const sorted = [...mails].sort((a, b) => (a.at < b.at ? 1 : -1));
  const told = new Map<string, Told>();
  for (const id of ids) {
    let after = now;
    for (const { at, about } of sorted) {
      if (about !== null && !about.includes(id)) continue;
      if (daysBetween(at, after) > silence) break;
      after = at;
      const known = told.get(id);
      told.set(id, { times: (known?.times ?? 0) + 1, first: at, last: known?.last ?? at });
    }
  }
  return told;
}

/**
 * Whether it is time for another notice. A tenth early will do, half a day at most: of a run that comes every week the mails
 * go out some minutes later than it begins, and never at the same minute.
 */
export const isDue = (told: Told | undefined, { now, remindAfter }: Reminding): boolean =>
  told === undefined || daysBetween(told.last, now) >= remindAfter - Math.min(remindAfter / 10, 0.5);

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "This is the third notice; the first was sent on 2026-03-01."; null for the first one. */
export function reminderText(told: Told | undefined): string | null {
  if (told === undefined) return null;
  const number = ORDINALS[told.times] ?? `${told.times + 1}th`;
  return `This is the ${number} notice; the first was sent on ${told.first.slice(0, 10)}.`;
}
