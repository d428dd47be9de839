import { type EachReport, type RunContext, done, fail, refuse, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { ensureDisabled } from '../compute-service/ensure-disabled.ts';
import { cloud, hypervisor, reason } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { eligibility } from '../server/eligibility.ts';
import { moveFields } from '../server/move-fields.ts';
import type { MoveReport } from '../server/move-report.ts';
import { moveServer } from '../server/move-server.ts';
import { refuseDestination } from '../server/refuse-destination.ts';
import { DrainReport } from './drain-report.ts';
import { ORDERS, inOrder } from './in-order.ts';

const Input = z.strictObject({
  cloud,
  hypervisor,
  reason,
  ...moveFields,
  concurrency: z.int().min(1).max(20).default(2).describe('Servers moved at once'),
  order: z.enum(ORDERS).default('smallest').describe('Which servers go first, by memory or by name'),
  maxFailures: z.int().min(0).optional().describe('Stop after more failures than this; default: try every server'),
});

type Input = z.output<typeof Input>;

interface Resident {
  id: string;
  name: string;
  status: string;
  ramMiB: number;
}

// A server that was being scheduled while the service was disabled may still arrive.
const ROUNDS = 3;

/** Moves every server off a hypervisor. */
export const drainHypervisor = runbook({
  name: 'hypervisor.drain',
  summary: 'Move every server off a hypervisor',
  description:
    'Disables the compute service, then moves its servers, going on past those that cannot be moved or fail, and looks at ' +
    'the end whether the host is empty; if it is not, the run has failed and says what is left and why. Run again, it does ' +
    'what is left to do. A host that is down is refused: its servers may still run there. Cancelling enables the service ' +
    'again if this run disabled it; servers that have moved stay where they are.',
  risk: 'disruptive',
  input: Input,
  output: DrainReport,
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    await refuseUnlessUp(ctx, input);
    if (input.destination === input.hypervisor) refuse(`${input.hypervisor} is the host that is to be emptied`);
    if (input.destination !== undefined) await refuseDestination(ctx, input.cloud, input.destination);
    const { disabledReason } = await ensureDisabled(ctx, input);
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
        (step, server) => moveResident(step, input, server),
      );
      moves.push(...items);
      left = await ctx.waitUntil(`what is left${suffix}`, async () => done(await residents(ctx, input)), {
        assume: [],
      });
    }
    const report = reportOf(input, disabledReason, moves, known, left);
    // A server may have left and yet have failed: it arrived in ERROR.
    if (report.left.length > 0 || report.failed.length > 0) fail(summary(report), report);
    return report;
  },
});

async function refuseUnlessUp(ctx: RunContext<Services>, input: Input): Promise<void> {
  const { compute } = ctx.services.openstack(input.cloud);
  const found = await ctx.read('hypervisor', () => compute.hypervisors.findByHost(input.hypervisor));
  // The lease is held under the name that was given: one host must have one name.
  if (found.host !== input.hypervisor)
    refuse(`${input.hypervisor} is a hypervisor of the host '${found.host}': use that name`);
  const service = await ctx.read('compute service', () =>
    compute.services.find({ host: found.host, binary: 'nova-compute' }),
  );
  if (found.state === 'up' && service.state === 'up') return;
  const forced = service.forcedDown ? ' (forced down by an operator)' : '';
  refuse(
    `nova sees ${found.host} down${forced}: nothing can be moved off it, and its servers may still run there. ` +
      'Bring it back, or fence it and evacuate its servers',
  );
}

async function residents(ctx: RunContext<Services>, input: Input): Promise<Resident[]> {
  const servers = await ctx.services.openstack(input.cloud).compute.servers.list({ host: input.hypervisor });
  return servers.map(({ id, name, status, flavor }) => ({ id, name, status, ramMiB: flavor.ramMiB }));
}

async function moveResident(step: RunContext<Services>, input: Input, { id }: Resident): Promise<MoveReport> {
  const { compute } = step.services.openstack(input.cloud);
  const server = await step.read('server', () => compute.servers.get(id));
  if (server.host !== input.hypervisor) skip(`it has left already: it is on ${server.host ?? 'no host'}`);
  const plan = eligibility(server, step.services.config.migration.policies, input);
  if (!plan.eligible) skip(plan.why);
  return await moveServer(step, { ...input, server, from: input.hypervisor, plan });
}

function reportOf(
  { hypervisor: host }: Input,
  disabledReason: string | null,
  moves: EachReport<MoveReport>['items'],
  known: ReadonlyMap<string, Resident>,
  left: readonly Resident[],
): DrainReport {
  const about = (key: string) => ({ id: key, name: known.get(key)?.name ?? key });
  const why = (item: (typeof moves)[number]) => item.why ?? 'no reason given';
  return {
    hypervisor: host,
    disabledReason,
    moved: moves.flatMap(({ value }) => (value === undefined ? [] : [value])),
    skipped: moves.filter(({ status }) => status === 'skipped').map((item) => ({ ...about(item.key), why: why(item) })),
    failed: moves
      .filter(({ status }) => status === 'failed')
      .map((item) => ({ ...about(item.key), why: why(item), requestId: item.error?.requestId ?? null })),
    left: left.map(({ id, name, status }) => ({ id, name, status })),
    empty: left.length === 0,
  };
}

function summary({ hypervisor: host, left, skipped, failed, moved }: DrainReport): string {
  const counts = `${moved.length} moved, ${skipped.length} skipped, ${failed.length} failed`;
  return left.length === 0
    ? `${host} is empty, but not all went well (${counts})`
    : `${host} is not empty: ${left.length} left (${counts})`;
}
