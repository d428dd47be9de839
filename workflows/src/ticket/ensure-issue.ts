import type { NewIssue } from '@opsbook/jira';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';

export const IssueReport = z.strictObject({
  key: z.string(),
  url: z.string(),
  /** Whether this run made it. */
  outcome: z.enum(['created', 'found']),
});

export type IssueReport = z.infer<typeof IssueReport>;

export interface WantedIssue extends NewIssue {
  jira: string | undefined;
  marker: string;
  /** Whether one that is done counts as there. */
  reuseDone: boolean;
}

/** One issue with this marker. What is found is not changed. */
export async function ensureIssue(ctx: RunContext<Services>, wanted: WantedIssue): Promise<IssueReport> {
  const { jira: name, marker, reuseDone, ...issue } = wanted;
  const jira = ctx.services.jira(name);
  const find = async () => (await jira.issues.findMarked(issue.project, marker, { reuseDone }))[0]?.key;
  const before = await ctx.read('issue before', async () => (await find()) ?? null);
  const key = await ctx.ensure<string>('issue', {
    check: async () => {
      const found = await find();
      return found === undefined ? absent() : done(found);
    },
    change: () => jira.issues.ensure({ ...issue, marker, reuseDone }),
    preview: () => `${issue.type} in ${issue.project}: ${issue.summary}`,
    assume: 'not made yet',
    // Cloud's search shows an issue seconds, at times minutes, after it was made.
    timeout: 600,
  });
  return {
    key,
    url: ctx.planning && before === null ? '' : jira.urlOf(key),
    outcome: before === null ? 'created' : 'found',
  };
}
