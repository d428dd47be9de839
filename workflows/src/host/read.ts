import { fail } from '@opsbook/runbook';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { CommandReport, commandFields } from './command-fields.ts';
import { failuresOf, reportOf, reportsOf } from './command-report.ts';

/** Runs a command that only looks. */
export const readHost = runbook({
  name: 'host.read',
  summary: 'Run a command that changes nothing on one or more hosts over SSH',
  description:
    'Only commands that ssh.readOnly of the configuration has. Runs it on each host, going on past failures, and then has ' +
    'failed.',
  risk: 'read-only',
  input: z.strictObject(commandFields),
  output: z.object({ hosts: z.array(CommandReport) }),
  async run(ctx, { hosts, argv, timeout, maxOutput, concurrency }) {
    const { items } = await ctx.each(
      'hosts',
      [...new Set(hosts)],
      { key: (host) => host, concurrency, maxFailures: Infinity },
      async (step, host) =>
        await step.read('command', async () =>
          reportOf(await step.services.ssh().read(host, argv, { timeout, maxOutput })),
        ),
    );
    const reports = reportsOf(items);
    const failures = failuresOf(reports);
    if (failures !== undefined) fail(`${argv.join(' ')} did not go well on ${failures}`, { hosts: reports });
    return { hosts: reports };
  },
});
