import { type RunContext, absent, done, fail, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { isSshError } from '@opsbook/ssh';
import { unlessFailed } from '../host/command-failed.ts';
import { type Boot, bootOf } from './boot.ts';
import { sshOf } from './ssh-of.ts';

export interface Rebooted {
  /** Ids of the boot before and of this one. */
  before: string;
  bootId: string;
  /** UTC ISO 8601, to some seconds. */
  bootedAt: string;
}

// Between two looks at a clock and at an uptime, and for a clock that is set at the boot.
const TOLERANCE = 300;

/**
 * Reboots a hypervisor and waits until it is back: another boot id, an uptime that fits it, and a compute service that has
 * told of itself since. Whoever resumes it knows by the boot id whether the reboot took place.
 */
export async function ensureRebooted(
  ctx: RunContext<Services>,
  { cloud, hypervisor }: { cloud: string; hypervisor: string },
): Promise<Rebooted> {
  const { reboot, rebootTimeout: timeout, sudo } = ctx.services.config.maintenance;
  const { host, client } = sshOf(ctx.services, hypervisor);
  const before = await ctx.read('boot before', () => bootOf(ctx.services, hypervisor));
  const startedAt = Date.parse(await ctx.now());
  const boot = await ctx.ensure<Boot>('rebooted', {
    check: async () => {
      try {
        const now = await bootOf(ctx.services, hypervisor);
        return now.id === before.id ? absent({ state: 'still the boot of before' }) : done(now);
      } catch (error) {
        if (!isAway(error)) throw error;
        return underway({ state: 'it does not answer' });
      }
    },
    // The connection may end before the command does: what became of it is for the next look to tell.
    change: async () => unlessFailed(reboot, await client.exec(host, reboot, { sudo, timeout: 120 })),
    preview: () => `${sudo ? 'sudo ' : ''}${reboot.join(' ')}`,
    assume: before,
    every: 5,
    timeout,
  });
  const now = Date.parse(await ctx.now());
  const bootedAt = now - boot.uptime * 1000;
  if (!ctx.planning && bootedAt < startedAt - TOLERANCE * 1000) {
    fail(
      `${hypervisor} has another boot id, and says that it booted ${Math.round((startedAt - bootedAt) / 1000)} s before it was told to`,
    );
  }
  await waitForService(ctx, { cloud, hypervisor, timeout });
  return { before: before.id, bootId: boot.id, bootedAt: new Date(bootedAt).toISOString() };
}

/** Nova goes on believing the heartbeats of before for a while: one that is newer counts. */
async function waitForService(
  ctx: RunContext<Services>,
  { cloud, hypervisor, timeout }: { cloud: string; hypervisor: string; timeout: number },
): Promise<void> {
  const { services } = ctx.services.openstack(cloud).compute;
  const find = () => services.find({ host: hypervisor, binary: 'nova-compute' });
  const seen = await ctx.read('heartbeat after the boot', async () => (await find()).updatedAt);
  await ctx.waitUntil(
    'compute service is back',
    async () => {
      const { state, updatedAt } = await find();
      const fresh = updatedAt !== null && updatedAt > (seen ?? '');
      return state === 'up' && fresh ? done() : underway({ state });
    },
    { assume: undefined, every: 5, timeout },
  );
}

/** It is on its way down or up: no connection, or nobody may log in yet. The look before it had none of this. */
const isAway = (error: unknown): boolean =>
  isSshError(error) && (error.kind === 'unavailable' || error.kind === 'timeout' || error.kind === 'unauthorized');
