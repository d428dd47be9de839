import { type RunContext, absent, done, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { bullets, paragraph } from '@opsbook/jira';
import { attempt } from '../attempt.ts';
import { checkNewProject } from './check-new-project.ts';
import type { CreateInput } from './create-input.ts';
import { type Planned, type Verdict, awaitVerdict, verdictOf } from './intake-approval.ts';
import { ensureComment, ensureTroubleOver } from './intake-comment.ts';
import type { IntakeInput } from './intake-input.ts';
import { planBody } from './intake-plan.ts';
import { readWishes } from './intake-wishes.ts';

export interface Round {
  verdict: Verdict;
  wanted: CreateInput;
  hash: string;
}

/** Plans what the issue asks for now, tells it there, and waits for the answer. Refuses what cannot be made, and says so in the issue. */
export async function planRound(ctx: RunContext<Services>, input: IntakeInput): Promise<Round> {
  const { jira, issue } = input;
  const { intake } = ctx.services.config.projects;
  const wishes = await ctx.read('answers', () => readWishes(ctx.services.jira(jira), input, intake));
  const { wanted, hash } = wishes;
  if (wanted === null) return await refuseFor(ctx, input, wishes.faults);
  const checked = await attempt(() => checkNewProject(ctx, wanted));
  if (!checked.ok) {
    if (checked.error.code !== 'REFUSED') throw Object.assign(new Error(checked.error.message), checked.error);
    return await refuseFor(ctx, input, [checked.error.message]);
  }
  await ensureTroubleOver(ctx, { jira, issue });
  const body = planBody(input, { ...wishes, wanted }, intake);
  await ensureComment(ctx, 'plan', { jira, issue, which: 'plan', body, internal: intake.internal });
  const planned = { hash, body, name: wanted.name };
  await ensureAsked(ctx, input, planned);
  return { verdict: await awaitVerdict(ctx, input, planned), wanted, hash };
}

async function refuseFor(ctx: RunContext<Services>, { jira, issue }: IntakeInput, faults: string[]): Promise<never> {
  const body = [
    paragraph('The project cannot be made as it is asked for:'),
    bullets(faults),
    paragraph('Nothing was made. When it is mended, run it again.'),
  ];
  await ensureComment(ctx, 'trouble', { jira, issue, which: 'trouble', body, internal: true });
  refuse(faults.join('; '));
}

/** The issue stands where it asks for its approval, unless somebody has decided already. */
async function ensureAsked(ctx: RunContext<Services>, input: IntakeInput, planned: Planned): Promise<void> {
  const { askedStatus } = ctx.services.config.projects.intake;
  if (askedStatus === undefined) return;
  const { issues, transitions } = ctx.services.jira(input.jira);
  await ctx.ensure('asked', {
    check: async () => {
      const { status } = await issues.get(input.issue);
      if (status.toLowerCase() === askedStatus.toLowerCase()) return done();
      const decided = ctx.planning ? undefined : await verdictOf(ctx.services, input, planned);
      return decided === undefined ? absent({ status }) : done();
    },
    change: () => transitions.move(input.issue, askedStatus),
    preview: () => `${input.issue} to ${askedStatus}`,
    assume: undefined,
    timeout: 120,
  });
}
