import { done, fail, skip } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { ensureStopped } from '../server/ensure-stopped.ts';
import { moveFields } from '../server/move-fields.ts';

const about = { id: z.string().describe('UUID of the server'), name: z.string() };

/** Stops every server that runs on a hypervisor. */
export const stopServers = runbook({
  name: 'hypervisor.stop-servers',
  summary: 'Stop every server that runs on a hypervisor',
  description:
    'Stops what is ACTIVE there, several at once, going on past those that fail; what is off already, paused or suspended is ' +
    'left as it is. It has failed if a server still runs at the end. Its servers stay on the host, which stays enabled. ' +
    'Cancelling starts those again that this run stopped and that are still off.',
  risk: 'disruptive',
  input: z.strictObject({
    cloud,
    hypervisor,
    includeLocked: moveFields.includeLocked.describe('Stop locked servers too'),
    concurrency: z.int().min(1).max(50).default(5).describe('Servers stopped at once'),
  }),
  output: z.object({
    hypervisor: z.string(),
    stopped: z.array(z.object(about)).describe('By this run'),
    skipped: z.array(z.object({ ...about, why: z.string() })),
    failed: z.array(z.object({ ...about, why: z.string(), requestId: z.string().nullable() })),
    left: z.array(z.object(about)).describe('What still runs there'),
  }),
  replaces: [
    {
      action: 'hv.shutdown.servers',
      call: { cloud: 'prod', hypervisor: 'hv7', includeLocked: true },
      better:
        'Several at once, a report of every server, an empty host is a normal answer, and a cancel starts again what it stopped.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    const { cloud: cloudName, hypervisor: host, includeLocked } = input;
    const { compute } = ctx.services.openstack(cloudName);
    await ctx.read('compute service', () => compute.services.find({ host, binary: 'nova-compute' }));
    const listed = async () =>
      (await compute.servers.list({ host })).map(({ id, name, status }) => ({ id, name, status }));
    const running = (await ctx.read('servers on the hypervisor', listed)).filter(({ status }) => status === 'ACTIVE');
    const { items } = await ctx.each(
      'stop',
      running,
      { key: ({ id }) => id, label: ({ name }) => name, concurrency: input.concurrency, maxFailures: Infinity },
      async (step, { id }) => {
        const server = await step.read('server', () => compute.servers.get(id));
        if (server.host !== host) skip(`it has left already: it is on ${server.host ?? 'no host'}`);
        if (server.locked && !includeLocked) {
          skip(`it is locked${server.lockedReason === null ? '' : `: ${server.lockedReason}`}`);
        }
        await ensureStopped(step, cloudName, id);
      },
    );
    const kept = items.filter(({ status }) => status === 'skipped' || status === 'failed').map(({ key }) => key);
    const left = await ctx.waitUntil(
      'what still runs',
      async () => done((await listed()).filter(({ status }) => status === 'ACTIVE')),
      { assume: running.filter(({ id }) => kept.includes(id)) },
    );
    const named = (id: string) => ({ id, name: running.find((server) => server.id === id)?.name ?? id });
    const report = {
      hypervisor: host,
      stopped: items.filter(({ status }) => status === 'changed').map(({ key }) => named(key)),
      skipped: items.flatMap(({ key, status, why = '' }) => (status === 'skipped' ? [{ ...named(key), why }] : [])),
      failed: items.flatMap(({ key, status, why = '', error }) =>
        status === 'failed' ? [{ ...named(key), why, requestId: error?.requestId ?? null }] : [],
      ),
      left: left.map(({ id, name }) => ({ id, name })),
    };
    if (!ctx.planning && (report.left.length > 0 || report.failed.length > 0)) {
      fail(`${report.left.length} servers still run on ${host} (${report.failed.length} failed)`, report);
    }
    return report;
  },
});
