import { type RunContext, StepError, absent, done, fail, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import { unlessFailed } from '../host/command-failed.ts';
import { type Boot, bootOf, isAway } from './boot.ts';
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

const STILL = 'it is still the boot of before';

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
  const tried = await attempt(() =>
    ctx.ensure<Boot>('rebooted', {
      check: async () => {
        try {
          const now = await bootOf(ctx.services, hypervisor);
          return now.id === before.id ? absent({ state: STILL }) : done(now);
        } catch (error) {
          if (!isAway(error)) throw error;
          return underway({ state: (error as Error).message });
        }
      },
      change: async () => {
        const result = await client.exec(host, reboot, { sudo, timeout: 120 });
        // The reboot ends whatever runs, this too: what became of it is for the next look to tell.
        if (result.signal === null) unlessFailed(reboot, result);
      },
      preview: () => `${sudo ? 'sudo ' : ''}${reboot.join(' ')}`,
      assume: before,
      every: 5,
      timeout,
    }),
  );
  if (!tried.ok) {
    const { code, message } = tried.error;
    if (code !== 'TIMED_OUT') throw new StepError(tried.error);
    const why = await ctx.read('why it is not back', () => awayOf(ctx.services, hypervisor, before));
    fail(`${hypervisor} was told to reboot and did not come back: ${why} (${message})`);
  }
  const boot = tried.value;
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
  const waited = await attempt(() =>
    ctx.waitUntil(
      'compute service is back',
      async () => {
        const { state, updatedAt } = await find();
        const fresh = updatedAt !== null && updatedAt > (seen ?? '');
        return state === 'up' && fresh ? done() : underway({ state });
      },
      { assume: undefined, every: 5, timeout },
    ),
  );
  if (waited.ok) return;
  if (waited.error.code !== 'TIMED_OUT') throw new StepError(waited.error);
  fail(`${hypervisor} has booted, and its compute service was not heard of in the ${timeout} s after that`);
}

/** Why a host does not count as back, now. */
async function awayOf(services: Services, hypervisor: string, before: Boot): Promise<string> {
  try {
    return (await bootOf(services, hypervisor)).id === before.id ? STILL : 'it has booted just now';
  } catch (error) {
    return (error as Error).message;
  }
}
