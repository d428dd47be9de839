import { Jql } from '@opsbook/jira';
import * as z from 'zod';
import { factLines, finding, findingKey } from '../audit/finding.ts';
import { runbook } from '../runbook.ts';
import { jira } from './fields.ts';

/** Lists the issues that a query of Jira finds. */
export const findTickets = runbook({
  name: 'ticket.find',
  summary: 'List the Jira issues that a query finds',
  description: 'Reads all pages of what the query finds, in its order. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    jira,
    jql: z
      .string()
      .trim()
      .min(1)
      .max(10_000)
      .describe('Query, as one types it into Jira: `project = HELP AND status = "Ready For Automation"`'),
    most: z.int().min(1).max(10_000).default(1000).describe('The first so many'),
  }),
  output: z.object({
    issues: z.array(
      z.object({
        issue: z.string(),
        url: z.string(),
        summary: z.string(),
        type: z.string(),
        status: z.string(),
        labels: z.array(z.string()),
        createdAt: z.string(),
        updatedAt: z.string(),
      }),
    ),
    findings: z.array(finding.extend({ issue: z.string(), type: z.string() })).describe('The same as findings'),
  }),
  async run(ctx, { jira: name, jql, most }) {
    const issues = await ctx.read('issues', async () => {
      const client = ctx.services.jira(name);
      const found = [];
      for await (const one of client.issues.search(new Jql(jql))) {
        const { key, summary, type, status, labels, created, updated } = one;
        found.push({
          issue: key,
          url: client.urlOf(key),
          summary,
          type,
          status,
          labels,
          createdAt: created,
          updatedAt: updated,
        });
        if (found.length === most) break;
      }
      return found;
    });
    return {
      issues,
      findings: issues.map(({ issue, url, summary, type, status }) => ({
        key: findingKey('ticket', issue),
        title: `${issue}: ${summary}`,
        body: factLines({ Type: type, Status: status, Address: url }),
        issue,
        type,
      })),
    };
  },
});
