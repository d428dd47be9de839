import { type AnyRunbook, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import type { Finding } from '../audit/finding.ts';
import { auditRunbooks } from '../audit/index.ts';
import { runbook } from '../runbook.ts';
import { eachTicket } from './each-ticket.ts';
import { ensureIssue } from './ensure-issue.ts';
import { jira, labels, project } from './fields.ts';
import { markerOf } from './marker.ts';
import { TicketsReport } from './request-report.ts';

const audits = new Map<string, AnyRunbook<Services>>(
  auditRunbooks
    .filter(({ output }) => output instanceof z.ZodObject && 'findings' in output.shape)
    .map((one) => [one.name, one]),
);

const Input = z
  .strictObject({
    audit: z.enum([...audits.keys()]).describe('Which audit looks'),
    with: z.record(z.string(), z.json()).describe('What the audit is told, by the names of its own fields'),
    jira,
    project,
    type: z.string().min(1).default('Task').describe('Type of the issues, as the project calls it'),
    labels,
    most: z.int().min(1).max(500).default(20).describe('Refuse to make tickets for more findings than this'),
  })
  .superRefine(({ audit, with: given }, context) => {
    const checked = (audits.get(audit)?.input as z.ZodType | undefined)?.safeParse(given);
    for (const { path, message } of checked?.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['with', ...path], message });
    }
  });

/** Makes a Jira issue for each thing that an audit finds wrong. */
export const createForFindings = runbook({
  name: 'ticket.create-for-findings',
  summary: 'Make a Jira issue for each thing that an audit finds wrong',
  description:
    'Runs the audit and makes an issue for each of its findings that has no open one. A finding that comes back after its issue ' +
    'was closed gets a new one. More findings than `most` are a mistake of the question: nothing is made then.',
  risk: 'safe',
  input: Input,
  output: TicketsReport.extend({ findings: z.int() }),
  replaces: [
    {
      action: 'workflow.checks.old.snapshots',
      call: { audit: 'audit.find-old-snapshots', with: { cloud: 'prod', days: 30 }, project: 'OPS' },
      better: 'One issue per snapshot, made once; a surprising number of findings makes none at all.',
    },
    {
      action: 'workflow.checks.security.groups',
      call: { audit: 'audit.find-open-security-groups', with: { cloud: 'prod' }, project: 'OPS' },
      better: 'One issue per open rule, made once, which says whether any server has the group.',
    },
  ],
  targets: ({ audit, project: key }) => [`jira/${key}/${audit}`],
  async run(ctx, { audit, with: given, most, jira: name, ...place }) {
    const { findings } = (await ctx.run(audits.get(audit) as AnyRunbook<Services>, given)) as { findings: Finding[] };
    if (findings.length > most) {
      refuse(`${audit} found ${findings.length} things, more than ${most}: ask it for fewer, or allow more`);
    }
    const wanted = findings.map(({ key, title, body }) => ({
      // Things are called as people like, and a summary is one line.
      summary: title.replace(/\s+/g, ' ').slice(0, 255),
      marker: markerOf(key),
      body: body.join('\n\n'),
    }));
    const report = await eachTicket(ctx, wanted, (step, one) =>
      ensureIssue(step, { ...one, ...place, jira: name, reuseDone: false }),
    );
    return { ...report, findings: findings.length };
  },
});
