import { type EachReport, fail } from '@opsbook/runbook';
import * as z from 'zod';
import { named } from '../named.ts';
import type { Named } from './find-actors.ts';

/** What became of each of several people, with the project or group that it is about. */
export const PeopleReport = z.object({
  changed: z.array(named),
  unchanged: z.array(named),
  failed: z.array(named.extend({ why: z.string(), requestId: z.string().nullable() })),
});

export type PeopleReport = z.output<typeof PeopleReport>;

/** The report of lanes that were called by the ids of these people. */
export function peopleReport(people: readonly Named[], { items }: EachReport<unknown>): PeopleReport {
  const of = (key: string): Named => people.find(({ id }) => id === key) ?? { id: key, name: key };
  const those = (status: string) => items.filter((item) => item.status === status);
  return {
    changed: those('changed').map(({ key }) => of(key)),
    unchanged: those('unchanged').map(({ key }) => of(key)),
    failed: [...those('failed'), ...those('skipped')].map(({ key, why, error }) => ({
      ...of(key),
      why: why ?? '',
      requestId: error?.requestId ?? null,
    })),
  };
}

/** Ends the run as failed, with its report, where somebody was left out. */
export function failIfAny<R extends { people: PeopleReport }>(report: R): R {
  const { failed } = report.people;
  if (failed.length > 0) fail(`not done for ${failed.map(({ name }) => name).join(', ')}`, report);
  return report;
}
