import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ifKnown } from '../project/if-known.ts';
import type { KeepIfUsed } from '../project/keep-if-used.ts';
import type { Limits, QuotaName } from './quota-fields.ts';
import { type QuotaService, serviceQuota } from './quota-services.ts';

export interface WantedQuota {
  cloud: string;
  projectId: string;
  service: QuotaService;
  /** Of this service only. */
  limits: Limits;
  belowUsage?: boolean;
  keepIfUsed?: KeepIfUsed;
}

/** A limit as it was and as it is now. */
export interface QuotaChange {
  quota: string;
  before: number | null;
  now: number;
}

/** Sets limits of one service; those that are not named stay as they are. Cancelled, it gives back those before. */
export async function ensureQuota(ctx: RunContext<Services>, wanted: WantedQuota): Promise<QuotaChange[]> {
  const { projectId, service, limits } = wanted;
  const quota = serviceQuota(ctx.services.openstack(wanted.cloud), service);
  const names = Object.keys(limits) as QuotaName[];
  const current = async (): Promise<Limits> => {
    const details = await quota.details(projectId);
    return Object.fromEntries(names.map((name) => [name, details[name]?.limit]));
  };
  const before = await ctx.read(`${service} limits before`, () => ifKnown(projectId, current, {}));
  // What this set, and nobody has set otherwise since.
  const ours = (now: Limits) => names.filter((name) => now[name] === limits[name] && before[name] !== limits[name]);
  let made = false;
  await ctx.ensure<unknown>(`${service} limits`, {
    check: () =>
      ifKnown(
        projectId,
        async () => {
          const now = await current();
          if (made) return ours(now).length > 0 ? done(now) : absent(now);
          return names.every((name) => now[name] === limits[name]) ? done(now) : absent(now);
        },
        absent(),
      ),
    change: () => quota.set(projectId, limits, wanted.belowUsage ?? false),
    undo: async () => {
      await wanted.keepIfUsed?.(projectId);
      const own = ours(await current());
      await quota.set(projectId, Object.fromEntries(own.map((name) => [name, before[name]])), true);
    },
    preview: () => names.map((name) => `${name} ${before[name] ?? '(default)'} -> ${limits[name] ?? ''}`).join(', '),
    assume: undefined,
  });
  made = true;
  return names.map((name) => ({ quota: name, before: before[name] ?? null, now: limits[name] ?? -1 }));
}
