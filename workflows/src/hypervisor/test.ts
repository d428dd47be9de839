import { type RunContext, fail } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { type ProvingOptions, proveHost, testServerParts } from './prove-host.ts';
import { HostTest } from './test-report.ts';

/** Proves hypervisors by servers that are built on them and deleted again. */
export const testHypervisor = runbook({
  name: 'hypervisor.test',
  summary: 'Build servers on hypervisors and delete them again',
  description:
    'Builds a server of one flavor, or one of every flavor that the host’s aggregates allow, on each hypervisor, looks ' +
    'whether it is ACTIVE and on that host, and deletes it with its port, also where it failed, unless keepFailed is given. ' +
    'Goes on past failures and then has failed. Nova builds nothing on a host whose service is disabled, whoever asks: such ' +
    'a host fails. Test servers that earlier runs have left are named, and left. What cannot be deleted is in the report. ' +
    'Cancelling deletes them too.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    hypervisors: z
      .array(hypervisor)
      .min(1)
      .max(200)
      .describe('Hypervisors, by the host names of their compute services'),
    flavors: z
      .enum(['one', 'every'])
      .default('one')
      .describe('One flavor, chosen by chance, or every one that the aggregates of the host allow'),
    keepFailed: z.boolean().default(false).describe('Leave a server that failed, to be looked at'),
    concurrency: z.int().min(1).max(20).default(2).describe('Hypervisors tested at once'),
  }),
  output: z.object({ hosts: z.array(HostTest), passed: z.boolean() }),
  replaces: [
    {
      action: 'hv.create.test.server',
      call: { cloud: 'prod', hypervisors: ['hv1', 'hv2'], flavors: 'every' },
      better:
        'Names are a list; goes on past a host that fails, looks where the server really is, and leaves nothing unsaid.',
    },
  ],
  targets: (input, services) =>
    input.hypervisors.map((host) => services.openstack(input.cloud).targetOf('hypervisor', host)),
  async run(ctx, input) {
    const parts = await testServerParts(ctx, input.cloud);
    const hosts = [...new Set(input.hypervisors)];
    const { items } = await ctx.each(
      'hypervisors',
      hosts,
      { key: (host) => host, concurrency: input.concurrency, maxFailures: Infinity },
      async (step, host) => {
        const why = await whyNot(step, input.cloud, host);
        if (why !== undefined) return untested(host, why);
        const options: ProvingOptions = { ...input, hypervisor: host };
        return await proveHost(step, options, parts);
      },
    );
    const tests = items.map(({ key, value, why }): HostTest => value ?? untested(key, why ?? 'not tested'));
    const bad = tests.filter(({ passed }) => !passed);
    const report = { hosts: tests, passed: bad.length === 0 };
    if (bad.length > 0 && !ctx.planning) {
      const names = bad.map(({ hypervisor: host, why }) => `${host}: ${why ?? 'failed'}`).join('; ');
      fail(`${bad.length} of ${tests.length} did not pass: ${names}`, report);
    }
    return report;
  },
});

const untested = (host: string, why: string): HostTest => ({
  hypervisor: host,
  passed: false,
  why,
  flavors: [],
  leftovers: [],
});

async function whyNot(step: RunContext<Services>, cloudName: string, host: string): Promise<string | undefined> {
  const { services } = step.services.openstack(cloudName).compute;
  const { status, state, disabledReason } = await step.read('compute service', () =>
    services.find({ host, binary: 'nova-compute' }),
  );
  if (state === 'down') return 'nova sees its compute service down';
  if (status === 'enabled') return undefined;
  return `it is disabled (${disabledReason ?? 'no reason given'}): nova builds nothing there`;
}
