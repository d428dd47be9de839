import type { Body } from '@opsbook/jira';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** The comments of an intake, each at most once in an issue. */
export const COMMENTS = {
  plan: 'opsbook-new-project-plan',
  trouble: 'opsbook-new-project-trouble',
  answer: 'opsbook-new-project-answer',
} as const;

export interface IntakeComment {
  jira: string | undefined;
  issue: string;
  which: keyof typeof COMMENTS;
  body: Body;
  internal: boolean;
  /** When it is written; default: in any case. */
  when?: string;
}

/** The comment says this. */
export async function ensureComment(
  ctx: RunContext<Services>,
  name: string,
  { jira, issue, which, body, internal, when }: IntakeComment,
): Promise<void> {
  const { comments } = ctx.services.jira(jira);
  const marker = COMMENTS[which];
  await ctx.ensure(name, {
    check: async () => ((await comments.look(issue, { marker, body }))?.same === true ? done() : absent()),
    change: () => comments.ensure(issue, { marker, body, internal }),
    preview: () => `${when === undefined ? '' : `${when}: `}${internal ? 'internal ' : ''}comment in ${issue}`,
    assume: undefined,
    timeout: 120,
  });
}

/** What was wrong is told to be over, where it was told. */
export async function ensureTroubleOver(
  ctx: RunContext<Services>,
  { jira, issue }: { jira: string | undefined; issue: string },
): Promise<void> {
  const { comments } = ctx.services.jira(jira);
  const there = await ctx.read(
    'trouble told',
    async () => (await comments.findMarked(issue, COMMENTS.trouble)) ?? null,
  );
  if (there === null) return;
  const body = 'What this comment told was wrong with the request is mended.';
  await ensureComment(ctx, 'trouble over', { jira, issue, which: 'trouble', body, internal: true });
}
