import type { Issue, NewIssue } from '@opsbook/jira';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { type Made, firstOf, madeBefore } from './made-before.ts';
import { sought } from './sought.ts';

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
  const known = await madeBefore(ctx, 'issue', marker);
  const there = await ctx.read('issue before', async () => {
    const fits = ({ labels, statusCategory }: Issue) =>
      labels.includes(marker) && (reuseDone || statusCategory !== 'done');
    return (await find()) ?? (await firstOf(jira, known, fits)) ?? null;
  });
  if (there !== null) return { key: there, url: jira.urlOf(there), outcome: 'found' };
  const made = (key: string): Made => ({ key, marker });
  const { key } = await ctx.once<Made>(
    'issue',
    async () => made((await jira.issues.ensure({ ...issue, marker, reuseDone })).key),
    {
      preview: () => `${issue.type} in ${issue.project}: ${issue.summary}`,
      find: sought(async () => {
        const found = await find();
        return found === undefined ? undefined : made(found);
      }),
      assume: made('not made yet'),
    },
  );
  return { key, url: ctx.planning ? '' : jira.urlOf(key), outcome: 'created' };
}
