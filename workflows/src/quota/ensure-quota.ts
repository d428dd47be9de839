import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ifKnown } from '../project/if-known.ts';
import type { Limits, QuotaName } from './quota-fields.ts';
import { type QuotaService, serviceQuota } from './quota-services.ts';

export interface WantedQuota {
  cloud: string;
  projectId: string;
  service: QuotaService;
  /** Of this service only. */
  limits: Limits;
  belowUsage?: boolean;
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
  await ctx.ensure<unknown>(`${service} limits`, {
    check: () =>
      ifKnown(
        projectId,
        async () => {
          const now = await current();
          return names.every((name) => now[name] === limits[name]) ? done(now) : absent(now);
        },
        absent(),
      ),
    change: () => quota.set(projectId, limits, wanted.belowUsage ?? false),
    undo: () => quota.set(projectId, before, true),
    preview: () => names.map((name) => `${name} ${before[name] ?? '(default)'} -> ${limits[name] ?? ''}`).join(', '),
    assume: undefined,
  });
  return names.map((name) => ({ quota: name, before: before[name] ?? null, now: limits[name] ?? -1 }));
}
