import type { ComputeService } from '@opsbook/openstack';
import { absent, done, failed, keep, refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { EvacuationLeftovers, evacuationLeftovers } from './evacuation-leftovers.ts';
import { isSetByPerson, restored } from './reasons.ts';

/** Gives a hypervisor back to the scheduler. */
export const enableComputeService = runbook({
  name: 'compute-service.enable',
  summary: 'Give a hypervisor back to the scheduler',
  description:
    'Enables nova-compute, and takes back that an evacuation forced it down. Where a person disabled it or forced it down (the ' +
    'reason does not begin with "opsbook: "), the run is refused and names the reason, unless force is given. It is also refused while an evacuation from the host is not cleared up (it is ' +
    'when nova-compute has started there and deleted its copies), unless somebody has looked at what is left; nova itself ' +
    'takes none back that is forced down before that.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    hypervisor,
    force: z.boolean().default(false).describe('Enable it although a person disabled it or forced it down'),
    leftoversCheckedBy: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe('Who has looked at what an evacuation left on the host'),
  }),
  output: z.object({
    host: z.string(),
    status: z.literal('enabled'),
    liftedReason: z.string().nullable(),
    leftovers: EvacuationLeftovers.describe('What an evacuation had left on the host'),
    leftoversCheckedBy: z.string().nullable(),
  }),
  replaces: [
    {
      action: 'hv.compute.service.enable',
      call: { cloud: 'prod', hypervisor: 'hv7' },
      better: 'It does not lift what a person has set, nor enable a host whose evacuation nobody has looked at.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    const host = input.hypervisor;
    const { services } = ctx.services.openstack(input.cloud).compute;
    const find = () => services.find({ host, binary: 'nova-compute' });
    const before = await ctx.read('compute service', find);
    const objection = ({ status, disabledReason, forcedDown }: ComputeService) => {
      if (input.force || !isSetByPerson(disabledReason)) return undefined;
      if (status === 'disabled')
        return `a person disabled ${host}: '${disabledReason ?? '(no reason)'}'. Ask them, or give force`;
      return forcedDown
        ? `somebody has forced ${host} down: nova uses it for nothing. Ask them, or give force`
        : undefined;
    };
    const why = objection(before);
    if (why !== undefined) refuse(why);
    const leftovers = await ctx.read('evacuations', () =>
      evacuationLeftovers(ctx.services.openstack(input.cloud), host),
    );
    const { length: open } = leftovers.migrations;
    if (open > 0 && before.status === 'disabled' && input.leftoversCheckedBy === undefined) {
      refuse(
        `${host} was evacuated and has not cleared up after ${open} of its servers: look whether copies of them run there ` +
          'and what they hold in placement, start its nova-compute, or say who has looked: leftoversCheckedBy',
      );
    }
    // First, since nova refuses it until nova-compute has started there and cleared up.
    if (before.forcedDown) {
      await ctx.ensure<unknown>('compute service no longer forced down', {
        check: async () => {
          const { forcedDown, state } = await find();
          return forcedDown ? absent({ forcedDown, state }) : done({ forcedDown, state });
        },
        change: () => services.forceDown(host, false),
        undo: () => services.forceDown(host, true),
        assume: undefined,
        timeout: 120,
      });
    }
    await ctx.ensure<unknown>('compute service enabled', {
      check: async () => {
        const now = await find();
        // Between the first look and this one lies, after a crash, as much time as it took somebody to resume the run.
        const since = objection(now);
        if (since !== undefined) return failed(since);
        const { status, disabledReason } = now;
        return status === 'enabled' ? done({ status, disabledReason }) : absent({ status, disabledReason });
      },
      change: () => services.enable(host),
      undo: async () => {
        if ((await find()).status === 'disabled') keep('somebody has disabled it again meanwhile');
        await services.disable(host, { reason: restored(before.disabledReason, ctx.id) });
      },
      assume: undefined,
      timeout: 120,
    });
    return {
      host,
      status: 'enabled' as const,
      liftedReason: before.status === 'disabled' ? before.disabledReason : null,
      leftovers,
      leftoversCheckedBy: input.leftoversCheckedBy ?? null,
    };
  },
});
