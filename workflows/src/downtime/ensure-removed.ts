import type { Downtime } from '@opsbook/icinga';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type DowntimeReport, reportOf } from './downtime-report.ts';

export interface Removal {
  icinga?: string | undefined;
  host: string;
  service?: string | undefined;
  /** Which comments; those of other authors are never removed. */
  fits: (comment: string) => boolean;
}

/** Removes downtimes that runs have made, and says which those were. */
export async function ensureDowntimesRemoved(
  step: RunContext<Services>,
  { icinga, host, service, fits }: Removal,
  { planned = false } = {},
): Promise<DowntimeReport[]> {
  const { downtimes } = step.services.icinga(icinga);
  const chosen = (one: Downtime) =>
    fits(one.comment) && one.scheduledBy === null && (service === undefined || one.service === service);
  // Those of a host's services go with that of the host.
  const find = async () => (await downtimes.list({ host })).filter((one) => chosen(one) && one.parent === null);
  const before = await step.read('downtimes to remove', find);
  const comments = async () => [...new Set((await find()).map(({ comment }) => comment))];
  await step.ensure<unknown>('downtimes removed', {
    check: async () => {
      const found = await find();
      // A plan sees nothing of what the run itself will have made.
      return found.length === 0 && !(planned && step.planning) ? done() : absent(found.map(({ name }) => name));
    },
    change: async () => {
      for (const comment of await comments())
        await downtimes.removeOwn({ host, comment, ...(service !== undefined && { service }) });
    },
    preview: () => before.map(({ name }) => name),
    assume: undefined,
    timeout: 60,
  });
  return before.map(reportOf);
}
