import type { ComputeService } from '@opsbook/openstack';
import { type RunContext, absent, done, keep } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { runOf } from '../run-mark.ts';
import { isSetByPerson, reasonOf, restored } from './reasons.ts';

export interface Disabling {
  cloud: string;
  hypervisor: string;
  reason: string;
  /** Whether a reason that stands there already is replaced by ours. */
  overwrite?: boolean;
  /** Why a cancel leaves it disabled, if it does. */
  keepIf?: (service: ComputeService) => string | undefined;
  /** Whether a cancel leaves it disabled. */
  forGood?: boolean;
}

/** What is known of a compute service after it was disabled. */
export interface Disabled {
  host: string;
  status: 'disabled';
  disabledReason: string | null;
}

/** Keeps new servers away from a hypervisor. Where it is disabled already, whoever set the reason keeps it, unless told. */
export async function ensureDisabled(ctx: RunContext<Services>, disabling: Disabling): Promise<Disabled> {
  const { hypervisor } = disabling;
  const { services } = ctx.services.openstack(disabling.cloud).compute;
  const find = () => services.find({ host: hypervisor, binary: 'nova-compute' });
  const reason = reasonOf(disabling.reason, ctx.id);
  const fits = ({ status, disabledReason }: ComputeService) =>
    status === 'disabled' && (disabling.overwrite !== true || disabledReason === reason);
  const before = await ctx.read('compute service before', find);
  const undo = async () => {
    const now = await find();
    const { disabledReason } = now;
    // The run itself may have noted in it how far it has come.
    const ours = !isSetByPerson(disabledReason) && runOf(disabledReason ?? '') === ctx.id;
    if (!ours) keep(`somebody gave another reason meanwhile: ${disabledReason ?? '(none)'}`);
    const why = disabling.keepIf?.(now);
    if (why !== undefined) keep(why);
    if (before.status === 'enabled') await services.enable(hypervisor);
    else await services.disable(hypervisor, { reason: restored(before.disabledReason, ctx.id) });
  };
  return await ctx.ensure<Disabled>('compute service disabled', {
    check: async () => {
      const service = await find();
      const { host, status, disabledReason } = service;
      return fits(service) ? done({ host, status: 'disabled', disabledReason }) : absent({ status, disabledReason });
    },
    change: () => services.disable(hypervisor, { reason }),
    ...(disabling.forGood !== true && { undo }),
    preview: () => `'${disabling.reason}'`,
    assume: { host: hypervisor, status: 'disabled', disabledReason: reasonOf(disabling.reason, 'of this plan') },
    timeout: 120,
  });
}
