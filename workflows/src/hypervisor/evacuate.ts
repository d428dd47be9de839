import { type RunContext, absent, done, fail, refuse, skip } from '@opsbook/runbook';
import type { Server } from '@opsbook/openstack';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { ensureDisabled } from '../compute-service/ensure-disabled.ts';
import { evacuationLeftovers } from '../compute-service/evacuation-leftovers.ts';
import { cloud, hypervisor, reason } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { type EvacuationReport, evacuateServer, notEvacuable } from '../server/evacuate-server.ts';
import { moveFields } from '../server/move-fields.ts';
import { type Foreseen, foresee, skipUnlessPlaced } from '../server/preflight/foresee.ts';
import { refuseDestination } from '../server/refuse-destination.ts';
import { EvacuateReport, evacuateSummary } from './evacuate-report.ts';
import { inOrder } from './in-order.ts';

const said = z.string().trim().min(1).max(200);

const Input = z.strictObject({
  cloud,
  hypervisor,
  reason,
  fencedBy: said.describe('Who has seen to it that the host is dead and stays so'),
  fencedHow: said.describe('How: `power off by IPMI`, `unplugged`'),
  destination: moveFields.destination,
  preflight: moveFields.preflight,
  concurrency: z.int().min(1).max(20).default(4).describe('Servers evacuated at once'),
});

type Input = z.output<typeof Input>;

/** Builds the servers of a dead hypervisor anew elsewhere. */
export const evacuateHypervisor = runbook({
  name: 'hypervisor.evacuate',
  summary: 'Build the servers of a dead hypervisor anew elsewhere',
  description:
    'For a host that is dead and fenced: a server that still runs there while a second one is built on the same volumes ' +
    'destroys its data. It is refused while nova sees the host up. It disables the compute service and forces it down, so that ' +
    'nova does not take it for alive while it flaps, evacuates each server, going on past those that fail, and looks where each ' +
    'one is and what it is there. The rules under migration.policies and locks do not count: nothing is left to be spared. The ' +
    'host stays disabled and forced down, also after a cancel; the report says what it has to clear up when it starts again, and ' +
    'compute-service.enable asks who has looked at that.',
  risk: 'destructive',
  input: Input,
  output: EvacuateReport,
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    const { hypervisor: host } = input;
    const { compute } = ctx.services.openstack(input.cloud);
    await refuseUnlessDown(ctx, input);
    if (input.destination === host) refuse(`${host} is the host that is dead`);
    if (input.destination !== undefined) await refuseDestination(ctx, input.cloud, input.destination);
    const { disabledReason } = await ensureDisabled(ctx, { ...input, reason: disabling(input), forGood: true });
    await ensureForcedDown(ctx, input);
    const listed = async () => await compute.servers.list({ host });
    const servers = await ctx.read('servers on the hypervisor', async () => (await listed()).map(brief));
    const foreseen = await foresee(ctx, input, async () =>
      inOrder((await listed()).map(sized), 'smallest').flatMap(({ server }) =>
        notEvacuable(server) === undefined ? [{ server, how: 'evacuation' as const }] : [],
      ),
    );
    const { items } = await ctx.each(
      'evacuate',
      inOrder(servers, 'smallest'),
      { key: ({ id }) => id, label: ({ name }) => name, concurrency: input.concurrency, maxFailures: Infinity },
      (step, { id }) => evacuateResident(step, input, id, foreseen),
    );
    const stay = items.flatMap(({ key, value }) => (value === undefined ? [key] : []));
    const left = await ctx.waitUntil('what is left', async () => done((await listed()).map(brief)), {
      assume: servers.filter(({ id }) => stay.includes(id)),
    });
    const leftovers = await ctx.waitUntil(
      'leftovers',
      async () => done(await evacuationLeftovers(ctx.services.openstack(input.cloud), host)),
      { assume: { migrations: [], allocations: [] } },
    );
    const about = (key: string) => ({ id: key, name: servers.find(({ id }) => id === key)?.name ?? key });
    const report: EvacuateReport = {
      hypervisor: host,
      fenced: { by: input.fencedBy, how: input.fencedHow },
      disabledReason,
      evacuated: items.flatMap(({ value }) => value ?? []),
      skipped: items.flatMap(({ key, status, why = '' }) => (status === 'skipped' ? [{ ...about(key), why }] : [])),
      failed: items.flatMap(({ key, status, why = '', error }) =>
        status === 'failed' ? [{ ...about(key), why, requestId: error?.requestId ?? null }] : [],
      ),
      left: left.map(({ id, name, status }) => ({ id, name, status })),
      leftovers,
      ...(foreseen.forecast && { forecast: foreseen.forecast }),
    };
    if (!ctx.planning && (report.left.length > 0 || report.failed.length > 0)) fail(evacuateSummary(report), report);
    return report;
  },
});

const brief = ({ id, name, status, flavor }: Server) => ({ id, name, status, ramMiB: flavor.ramMiB });
const sized = (server: Server) => ({ server, name: server.name, ramMiB: server.flavor.ramMiB });

const disabling = ({ reason: why, fencedBy, fencedHow }: Input): string =>
  `evacuated, do not enable before its leftovers were looked at: ${why} (fenced by ${fencedBy}: ${fencedHow})`;

async function refuseUnlessDown(ctx: RunContext<Services>, { cloud: name, hypervisor: host }: Input): Promise<void> {
  const { services } = ctx.services.openstack(name).compute;
  const { state } = await ctx.read('compute service', () => services.find({ host, binary: 'nova-compute' }));
  if (state === 'down') return;
  refuse(
    `nova sees ${host} up: its servers run there, and a second copy of them would destroy their data. Drain it; or fence it, ` +
      'and come back when nova has missed it for its service_down_time',
  );
}

/** No undo: once servers have left, nova takes it back only from a host that has been started anew. */
async function ensureForcedDown(ctx: RunContext<Services>, { cloud: name, hypervisor: host }: Input): Promise<void> {
  const { services } = ctx.services.openstack(name).compute;
  await ctx.ensure<unknown>('compute service forced down', {
    check: async () => {
      const { forcedDown, state } = await services.find({ host, binary: 'nova-compute' });
      return forcedDown ? done({ forcedDown, state }) : absent({ forcedDown, state });
    },
    change: () => services.forceDown(host, true),
    assume: undefined,
    timeout: 120,
  });
}

async function evacuateResident(
  step: RunContext<Services>,
  input: Input,
  id: string,
  foreseen: Foreseen,
): Promise<EvacuationReport> {
  const { cloud: name, hypervisor: from, destination } = input;
  const server = await step.read('server', () => step.services.openstack(name).compute.servers.get(id));
  if (server.host !== from) skip(`it has left already: it is on ${server.host ?? 'no host'}`);
  const why = notEvacuable(server);
  if (why !== undefined) skip(why);
  await skipUnlessPlaced(step, { server, how: 'evacuation' }, foreseen);
  return await evacuateServer(step, { cloud: name, server, from, destination });
}
