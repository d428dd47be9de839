import { type RunContext, done, refuse, underway } from '@opsbook/runbook';
import type { IntakeSettings, Services } from '@opsbook/services';
import type { Body } from '@opsbook/jira';
import { attempt } from '../attempt.ts';
import { COMMENTS } from './intake-comment.ts';
import type { IntakeInput } from './intake-input.ts';
import { readWishes } from './intake-wishes.ts';

/** What the issue says to a plan. `changed`: it asks for something else now, or the plan is not to be read there any more. */
export type Verdict = { is: 'approved'; by: string | null } | { is: 'refused'; why: string } | { is: 'changed' };

export interface Planned {
  hash: string;
  body: Body;
  name: string;
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Looks at the issue; undefined: nobody has decided yet. */
export async function verdictOf(
  services: Services,
  input: IntakeInput,
  { hash, body }: Planned,
): Promise<Verdict | undefined> {
  const jira = services.jira(input.jira);
  const { intake } = services.config.projects;
  const { issue: key } = input;
  const { status, statusCategory } = await jira.issues.get(key);
  if (sameName(status, intake.rejectedStatus)) return { is: 'refused', why: `${key} is in ${status}` };
  if ((await readWishes(jira, input, intake)).hash !== hash) return { is: 'changed' };
  if (!sameName(status, intake.approvedStatus))
    return statusCategory === 'done'
      ? { is: 'refused', why: `${key} is in ${status}, without an approval` }
      : undefined;
  const comment = await jira.comments.look(key, { marker: COMMENTS.plan, body });
  if (comment?.same !== true) return { is: 'changed' };
  // Whoever approved before the plan was written has not seen it.
  const last = (await jira.issues.statusChanges(key)).findLast(({ to }) => sameName(to, status));
  if (last === undefined || last.at <= comment.updated) return undefined;
  return { is: 'approved', by: last.author?.displayName ?? null };
}

/** Waits until somebody has decided. */
export async function awaitVerdict(ctx: RunContext<Services>, input: IntakeInput, planned: Planned): Promise<Verdict> {
  const { intake } = ctx.services.config.projects;
  if (input.approval === 'command') return await askedVerdict(ctx, input, planned, intake);
  const waited = await attempt(() =>
    ctx.waitUntil<Verdict>(
      'approval',
      async () => {
        // A plan has written no comment that could be approved.
        const verdict = ctx.planning ? undefined : await verdictOf(ctx.services, input, planned);
        return verdict === undefined ? underway({ waitingFor: intake.approvedStatus }) : done(verdict);
      },
      { every: intake.every, timeout: intake.patience, assume: { is: 'approved', by: null } },
    ),
  );
  if (waited.ok) return waited.value;
  if (waited.error.code !== 'TIMED_OUT') throw Object.assign(new Error(waited.error.message), waited.error);
  refuse(
    `nobody has approved or refused the plan in ${input.issue} within ${intake.patience} s; run it again to go on waiting`,
  );
}

async function askedVerdict(
  ctx: RunContext<Services>,
  input: IntakeInput,
  planned: Planned,
  { approvers, patience }: IntakeSettings,
): Promise<Verdict> {
  await ctx.ask(`Make the project ${planned.name} as planned in ${input.issue} (${planned.hash})?`, {
    ...(approvers !== undefined && { approvers }),
    timeout: patience,
  });
  const now = await ctx.read('issue after the approval', async () =>
    ctx.planning ? null : ((await verdictOf(ctx.services, input, planned)) ?? null),
  );
  return now === null || now.is === 'approved' ? { is: 'approved', by: null } : now;
}
