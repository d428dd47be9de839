import type { ComputeService } from '@opsbook/openstack';
import { type RunContext, absent, done, failed, keep } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type Phase, isSetByPerson, restored, withPhase } from '../compute-service/reasons.ts';

export interface Host {
  cloud: string;
  hypervisor: string;
}

const finder = (ctx: RunContext<Services>, { cloud, hypervisor }: Host) => {
  const { services } = ctx.services.openstack(cloud).compute;
  return { services, find: () => services.find({ host: hypervisor, binary: 'nova-compute' }) };
};

const byPerson = ({ status, disabledReason }: ComputeService): boolean =>
  status === 'disabled' && isSetByPerson(disabledReason);

/** Notes in the reason of the disabled service how far its maintenance has come, for everyone to see and for the next run. */
export async function ensureNoted(ctx: RunContext<Services>, host: Host, phase: Phase): Promise<void> {
  const { services, find } = finder(ctx, host);
  await ctx.ensure<unknown>(`noted as ${phase.phase}`, {
    check: async () => {
      const now = await find();
      // What the steps before will have done is not there yet.
      if (ctx.planning) return absent();
      if (now.status === 'enabled') return failed('somebody has enabled it meanwhile');
      if (byPerson(now)) return failed(`somebody gave another reason meanwhile: '${now.disabledReason ?? '(none)'}'`);
      return now.disabledReason === withPhase(now.disabledReason ?? '', phase) ? done() : absent();
    },
    change: async () => {
      const { disabledReason } = await find();
      await services.disable(host.hypervisor, { reason: withPhase(disabledReason ?? '', phase) });
    },
    assume: undefined,
    timeout: 120,
  });
}

export interface InService extends Host {
  /** How the service was when the run began. */
  before: Pick<ComputeService, 'status' | 'disabledReason'>;
}

/** Gives the host back to the scheduler, unless a person has disabled it meanwhile. */
export async function ensureEnabled(ctx: RunContext<Services>, { before, ...host }: InService): Promise<void> {
  const { services, find } = finder(ctx, host);
  const theirs =
    before.status === 'disabled' && isSetByPerson(before.disabledReason) ? before.disabledReason : undefined;
  await ctx.ensure<unknown>('enabled', {
    check: async () => {
      const now = await find();
      if (ctx.planning) return absent();
      if (byPerson(now) && now.disabledReason !== theirs)
        return failed(`a person has disabled it meanwhile: '${now.disabledReason ?? '(no reason)'}'`);
      return now.status === 'enabled' ? done() : absent({ disabledReason: now.disabledReason });
    },
    change: () => services.enable(host.hypervisor),
    undo: async () => {
      if (before.status === 'enabled') keep('it was in service before this run, too');
      await services.disable(host.hypervisor, { reason: restored(before.disabledReason, ctx.id) });
    },
    assume: undefined,
    timeout: 120,
  });
}

/** Takes the host out of service again after it was enabled for a test that it did not pass. */
export async function ensureDisabledAgain(ctx: RunContext<Services>, host: Host, reason: string): Promise<void> {
  const { services, find } = finder(ctx, host);
  await ctx.ensure<unknown>('disabled again', {
    check: async () => (!ctx.planning && (await find()).status === 'disabled' ? done() : absent()),
    change: () => services.disable(host.hypervisor, { reason }),
    preview: () => 'only if it does not pass its test',
    assume: undefined,
    timeout: 120,
  });
}
