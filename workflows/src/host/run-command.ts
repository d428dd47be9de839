import { fail } from '@opsbook/runbook';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { CommandReport, commandFields } from './command-fields.ts';
import { failuresOf, reportOf, reportsOf } from './command-report.ts';

/** Runs a command on hosts over SSH. */
export const runCommand = runbook({
  name: 'host.run-command',
  summary: 'Run a command on one or more hosts over SSH',
  description:
    'Only what ssh.allow of the configuration has, where it is set, and only on hosts whose key is known. Runs it once on ' +
    'each host, going on past failures, and then has failed. Nobody can look back at a command: where a crash or a lost ' +
    'connection leaves it open whether it ran, a person has to say so, and it is not repeated. A command that outlives its ' +
    'time is ended with its process group. Nothing is undone.',
  risk: 'disruptive',
  input: z.strictObject({
    ...commandFields,
    sudo: z.boolean().default(false).describe('As root'),
    maxFailures: z.int().min(0).describe('Stop after more failures than this; default: try every host').optional(),
  }),
  output: z.object({ hosts: z.array(CommandReport) }),
  replaces: [
    {
      action: 'ssh.remote.command',
      call: { hosts: ['hv1'], argv: ['systemctl', 'restart', 'ntpd'], sudo: true },
      better:
        'Many hosts, checked host keys, an allow-list, arguments that no shell reads, and the output and status are kept.',
    },
  ],
  targets: ({ hosts }) => [...new Set(hosts)].map((host) => `host:${host}`),
  async run(ctx, { hosts, argv, sudo, timeout, maxOutput, concurrency, maxFailures }) {
    const { items } = await ctx.each(
      'hosts',
      [...new Set(hosts)],
      { key: (host) => host, concurrency, maxFailures: maxFailures ?? Infinity },
      async (step, host) =>
        await step.once(
          'command',
          async () => reportOf(await step.services.ssh().exec(host, argv, { sudo, timeout, maxOutput })),
          { assume: notRunYet(host), preview: () => `${sudo ? 'sudo ' : ''}${argv.join(' ')}` },
        ),
    );
    const reports = reportsOf(items);
    const failures = ctx.planning ? undefined : failuresOf(reports);
    if (failures !== undefined) fail(`${argv.join(' ')} did not go well on ${failures}`, { hosts: reports });
    return { hosts: reports };
  },
});

const notRunYet = (host: string): CommandReport => ({
  host,
  ok: true,
  code: 0,
  signal: null,
  stdout: '',
  stderr: '',
  truncated: false,
  why: null,
});
