import type { Downtime, NewDowntime } from '@opsbook/icinga';
import { type RunContext, absent, done, keep } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type DowntimeReport, reportOf } from './downtime-report.ts';

export interface DowntimeWish extends Omit<NewDowntime, 'duration' | 'endsAt'> {
  /** Entry of `icinga` in the configuration; default: the only one. */
  icinga?: string | undefined;
  endsAt: string;
  /** Which comments make a downtime that is there do as well; default: only the same comment. */
  accepts?: (comment: string) => boolean;
}

/**
 * Schedules a downtime, unless one of ours covers it. A comment that names the run lets nothing else be taken for what it made;
 * undo removes just that.
 */
export async function ensureDowntime(
  step: RunContext<Services>,
  { icinga, accepts, ...wanted }: DowntimeWish,
  name = 'downtime',
): Promise<DowntimeReport> {
  const { host, service, comment, startsAt, endsAt, flexibleFor } = wanted;
  const { downtimes } = step.services.icinga(icinga);
  const fits = accepts ?? ((text: string) => text === comment);
  // Icinga keeps seconds as a floating number, which may lose the end of one.
  const end = Math.floor(Date.parse(endsAt) / 1000) * 1000;
  const covers = (one: Downtime) =>
    one.service === (service ?? null) &&
    fits(one.comment) &&
    Date.parse(one.endsAt) >= end &&
    (startsAt === undefined || Date.parse(one.startsAt) <= Date.parse(startsAt)) &&
    one.flexibleFor === (flexibleFor ?? null);
  const about = service === undefined ? host : `${service} of ${host}`;
  const find = async () => (await downtimes.list({ host })).find(covers);
  return await step.ensure<DowntimeReport>(name, {
    check: async () => {
      const found = await find();
      return found === undefined ? absent() : done(reportOf(found));
    },
    change: () => downtimes.ensure(wanted),
    undo: async () => {
      await downtimes.removeOwn({ host, comment });
      const other = await find();
      if (other !== undefined) keep(`another run has made one until ${other.endsAt} meanwhile: ${other.name}`);
    },
    preview: () => `${about}, until ${endsAt}`,
    assume: { name: 'not scheduled yet', host, service: service ?? null, endsAt, comment },
    timeout: 120,
  });
}
