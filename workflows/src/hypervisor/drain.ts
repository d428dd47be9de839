import { type EachReport, type RunContext, done, fail, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ensureDisabled } from '../compute-service/ensure-disabled.ts';
import { runbook } from '../runbook.ts';
import type { MoveReport } from '../server/move-report.ts';
import { foresee } from '../server/preflight/foresee.ts';
import { refuseDestination } from '../server/refuse-destination.ts';
import { DrainInput } from './drain-input.ts';
import { DrainReport, drainReport, drainSummary } from './drain-report.ts';
import { type Resident, movable, moveResident, residents } from './drain-residents.ts';
import { inOrder } from './in-order.ts';

// A server that was being scheduled while the service was disabled may still arrive.
const ROUNDS = 3;

/** Moves every server off a hypervisor. */
export const drainHypervisor = runbook({
  name: 'hypervisor.drain',
  summary: 'Move every server off a hypervisor',
  description:
    'Disables the compute service, then moves its servers, going on past those that cannot be moved or fail, and looks at ' +
    'the end whether the host is empty; if it is not, the run has failed and says what is left and why. Run again, it does ' +
    'what is left to do. The plan says which servers no host would take and whether there is room for all of them together; ' +
    'before each move the first is looked at again, and such a server is skipped. A host that is down is refused: its ' +
    'servers may still run there. Cancelling enables the service again if this run disabled it; servers that have moved ' +
    'stay where they are.',
  risk: 'disruptive',
  input: DrainInput,
  output: DrainReport,
  replaces: [
    {
      action: 'hypervisor.drain',
      call: { cloud: 'prod', hypervisor: 'hv7', reason: 'new kernel', snapshot: true },
      better:
        'It is planned with a destination for each server, goes on past a failure, reports every server, proves that the ' +
        'host is empty, and is resumed or cancelled between servers.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    await refuseUnlessUp(ctx, input);
    if (input.destination === input.hypervisor) refuse(`${input.hypervisor} is the host that is to be emptied`);
    if (input.destination !== undefined) await refuseDestination(ctx, input.cloud, input.destination);
    const { disabledReason } = await ensureDisabled(ctx, input);
    const foreseen = await foresee(ctx, input, () => movable(ctx, input));
    const moves: EachReport<MoveReport>['items'] = [];
    const known = new Map<string, Resident>();
    let left = await ctx.read('servers on the hypervisor', () => residents(ctx, input));
    for (let round = 1; round <= ROUNDS; round += 1) {
      const fresh = inOrder(
        left.filter(({ id }) => !known.has(id)),
        input.order,
      );
      if (fresh.length === 0) break;
      for (const server of fresh) known.set(server.id, server);
      const suffix = round === 1 ? '' : ` ${round}`;
      const { items } = await ctx.each(
        `move${suffix}`,
        fresh,
        {
          key: ({ id }) => id,
          label: ({ name }) => name,
          concurrency: input.concurrency,
          maxFailures: input.maxFailures ?? Infinity,
        },
        (step, server) => moveResident(step, input, server, foreseen),
      );
      moves.push(...items);
      const stay = items.flatMap(({ key, value }) => (value === undefined ? [key] : []));
      left = await ctx.waitUntil(`what is left${suffix}`, async () => done(await residents(ctx, input)), {
        assume: fresh.filter(({ id }) => stay.includes(id)),
      });
    }
    const { forecast } = foreseen;
    const report = drainReport({ host: input.hypervisor, disabledReason, moves, known, left, forecast });
    // A server may have left and yet have failed: it arrived in ERROR. A plan that fails could not be applied.
    if (!ctx.planning && (report.left.length > 0 || report.failed.length > 0)) fail(drainSummary(report), report);
    return report;
  },
});

async function refuseUnlessUp(ctx: RunContext<Services>, input: DrainInput): Promise<void> {
  const { compute } = ctx.services.openstack(input.cloud);
  const found = await ctx.read('hypervisor', () => compute.hypervisors.findByHost(input.hypervisor));
  // The lease is held under the name that was given: one host must have one name.
  if (found.host !== input.hypervisor)
    refuse(`${input.hypervisor} is a hypervisor of the host '${found.host}': use that name`);
  const service = await ctx.read('compute service', () =>
    compute.services.find({ host: found.host, binary: 'nova-compute' }),
  );
  if (service.state === 'up') return;
  const forced = service.forcedDown ? ' (forced down by an operator)' : '';
  refuse(
    `nova sees ${found.host} down${forced}: nothing can be moved off it, and its servers may still run there. ` +
      'Bring it back, or fence it and evacuate its servers',
  );
}
