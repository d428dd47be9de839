import { type RunContext, errorValue, fail, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { runbook } from '../runbook.ts';
import type { MaintainReport } from './maintain-report.ts';
import { maintainHypervisor } from './maintain.ts';
import { maintainedSince } from './maintained.ts';
import { Foresight } from './rollout-foresight.ts';
import { Gate } from './rollout-gate.ts';
import { alertsAbout, knownOf } from './rollout-health.ts';
import { type RolloutHost, rolloutHosts } from './rollout-hosts.ts';
import { RolloutInput } from './rollout-input.ts';
import { RolloutReport, bare, hostResult, rolloutReport, rolloutSummary } from './rollout-report.ts';
import { whyUntouched } from './rollout-untouched.ts';

/** Maintains many hypervisors, batch by batch. */
export const rolloutHypervisors = runbook({
  name: 'hypervisor.rollout',
  summary: 'Maintain many hypervisors, in batches, as long as all goes well',
  description:
    'Runs hypervisor.maintain over the hypervisors of a list, an aggregate, a zone or a query, in batches of growing size, ' +
    'within the limits at once in all, per aggregate and per zone. Before each batch it waits for the time window, for ' +
    'health (no new alert about a hypervisor that it has done, and the expression `gate` holds) and for room: the rest of ' +
    'the cloud must hold the servers of the whole batch. What does not come within gateTimeout stops it, as more failures ' +
    'than maxFailures do; what is under way then ends. A hypervisor that could not be emptied, that a person disabled, that ' +
    'is down, or that another run holds is skipped, untouched. Each one is left as hypervisor.maintain leaves it. The plan ' +
    'shows the batches and where each server could go, by what is so now; the plan of hypervisor.maintain shows one ' +
    'maintenance in detail. To pause: with approveBatches a batch waits until somebody says yes, and a no ends the rollout. ' +
    '`opsbook freeze` stops everything at its next step, in the midst of a maintenance too, until the unfreeze. A cancel ' +
    'ends the rollout: maintenances under way are undone as far as they can be, those that have ended stay. Run again with ' +
    'the `since` of its report, it goes on with what is left.',
  risk: 'disruptive',
  input: RolloutInput,
  output: RolloutReport,
  // One at a time in a cloud: two would not know of each other's limits. The hypervisors are held by their maintenances.
  targets: (input, services) => [services.openstack(input.cloud).targetOf('rollout', 'hypervisors')],
  async run(ctx, input) {
    const { cloud, gate: expression } = input;
    const since = input.since ?? (await ctx.now());
    const { all, chosen } = await rolloutHosts(ctx, input);
    const names = chosen.map(({ host }) => host);
    const earlier =
      input.since === undefined ? [] : await maintainedSince(ctx, cloud, { hypervisors: names, since: input.since });
    const hosts = chosen.filter(({ host }) => !earlier.includes(host));
    const about = { cloud, hosts: names, audible: false };
    const before = await ctx.read('alerts before', () => alertsAbout(ctx.services, about));
    const known = knownOf(before, earlier, since);

    const done = [...earlier];
    const begun = new Set<string>();
    const skips = new Map<string, string>();
    const gate = new Gate({ input, all, health: () => ({ cloud, done, known, gate: expression }) });
    const foresight = ctx.planning ? await Foresight.of(ctx, input, { all, hosts }) : null;
    const { items } = await ctx.each<RolloutHost, MaintainReport>(
      'maintain',
      hosts,
      {
        key: ({ host }) => host,
        concurrency: input.concurrency,
        maxFailures: input.maxFailures,
        ramp: input.ramp,
        limit: limitsOf(input),
        before: async (step, batch) => {
          const room = foresight?.next(batch);
          if (room !== undefined) await gate.foresee(step, batch, room);
          const skipped = room?.skipped ?? (await gate.open(step, batch));
          for (const { host, why } of skipped) skips.set(host, why);
        },
      },
      async (step, { host }) => {
        begun.add(host);
        if (foresight !== null) return await foresight.show(step, host);
        const why = skips.get(host);
        if (why !== undefined) skip(why);
        const report = await maintain(step, input, host);
        done.push(host);
        return report;
      },
    );
    const ended = new Map(
      items.map((item, index) => {
        const host = hosts[index]?.host ?? item.key;
        return [host, hostResult(host, item, { begun: begun.has(host), planning: ctx.planning })];
      }),
    );
    const results = names.map((host) => ended.get(host) ?? bare(host, 'earlier', null));
    const forecast = foresight?.batches ?? [];
    // As ctx.each counts it.
    const share = input.maxFailures > 0 && input.maxFailures < 1;
    const allowed = share ? Math.floor(input.maxFailures * hosts.length + 1e-9) : input.maxFailures;
    const report = rolloutReport({ results, allowed, waits: gate.waits, since, forecast });
    // A plan shows them, and is none the less one that can be approved.
    if (report.left.length > 0 && !ctx.planning) fail(rolloutSummary(report), report);
    return report;
  },
});

const limitsOf = ({ perAggregate, perZone }: RolloutInput) => [
  ...(perAggregate === undefined ? [] : [{ by: ({ aggregates }: RolloutHost) => aggregates, max: perAggregate }]),
  ...(perZone === undefined ? [] : [{ by: ({ zone }: RolloutHost) => zone, max: perZone }]),
];

async function maintain(step: RunContext<Services>, input: RolloutInput, hypervisor: string): Promise<MaintainReport> {
  const { cloud, reason, from, takeOver, enableAfter, notify, flavors, keepFailed } = input;
  const { liveMigration, snapshot, includeLocked, preflight, onCancel, serversAtOnce: concurrency } = input;
  const { compute } = step.services.openstack(cloud);
  const service = await step.read('compute service', async () => {
    const { status, state, disabledReason } = await compute.services.find({ host: hypervisor, binary: 'nova-compute' });
    return { status, state, disabledReason };
  });
  const why = whyUntouched(service, takeOver);
  if (why !== null) skip(why);
  const how = { liveMigration, snapshot, includeLocked, preflight, onCancel, concurrency };
  const what = { cloud, hypervisor, reason, from, takeOver, enableAfter, notify, flavors, keepFailed };
  try {
    return await step.run(maintainHypervisor, { ...what, ...how });
  } catch (thrown) {
    // It refuses before it has touched anything.
    const { code, message } = errorValue(thrown);
    if (code === 'REFUSED') skip(message);
    throw thrown;
  }
}
