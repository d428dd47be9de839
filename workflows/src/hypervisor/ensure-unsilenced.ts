import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ensureDowntimesRemoved } from '../downtime/ensure-removed.ts';
import { AUTHOR } from './ensure-silenced.ts';
import { findSilences } from './find-silences.ts';
import type { QuietReport, SilenceReport } from './silence-report.ts';
import { watchersOf } from './watchers.ts';

export interface Unsilencing {
  cloud: string;
  hypervisor: string;
  /** Of which comments; what people made is never lifted. */
  fits: (comment: string) => boolean;
}

/**
 * Lifts what runs have made to keep a hypervisor's alerts quiet, and says what that was.
 * @param planned whether the run itself will have made something, which a plan cannot see
 */
export async function ensureUnsilenced(
  ctx: RunContext<Services>,
  { cloud, hypervisor, fits }: Unsilencing,
  { planned = false } = {},
): Promise<QuietReport> {
  const { alertmanager, icinga } = watchersOf(ctx.services, cloud);
  const own = ({ createdBy, comment }: SilenceReport) => createdBy === AUTHOR && fits(comment);
  const find = async () => (await findSilences(ctx.services, cloud, hypervisor)).filter(own);
  const silences = alertmanager === null ? [] : await ctx.read('silences to lift', find);
  if (alertmanager !== null)
    await ctx.ensure<unknown>('silences lifted', {
      check: async () => {
        const found = await find();
        return found.length === 0 && !(planned && ctx.planning) ? done() : absent(found.map(({ id }) => id));
      },
      change: async () => {
        const client = ctx.services.alertmanager(alertmanager.name).silences;
        for (const { id } of await find()) await client.expire(id);
      },
      preview: () => silences.map(({ id }) => id),
      assume: undefined,
      timeout: 60,
    });
  const removal = { icinga: icinga?.name, host: hypervisor, fits };
  const downtimes = icinga === null ? [] : await ensureDowntimesRemoved(ctx, removal, { planned });
  return { silences, downtimes };
}
