import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { CreateInput } from './create-input.ts';
import { COMMENTS, ensureTroubleOver } from './intake-comment.ts';
import type { IntakeInput } from './intake-input.ts';

export interface Made {
  id: string | null;
  network: string | null;
}

/** Tells the ticket, once, that its project has been made. */
export async function ensureAnswered(
  ctx: RunContext<Services>,
  { jira, issue }: IntakeInput,
  { name, cloud }: CreateInput,
  { id, network }: Made,
): Promise<void> {
  const { comments } = ctx.services.jira(jira);
  const words: Record<string, string> = { name, cloud, id: id ?? '(made later)', network: network ?? 'none' };
  // All at once: what stands in a name is not taken for a place.
  const body = ctx.services.config.projects.intake.answer.replace(
    /\{(name|id|cloud|network)\}/g,
    (_, word: string) => words[word] ?? '',
  );
  const marker = COMMENTS.answer;
  await ctx.ensure('answer', {
    check: async () => ((await comments.findMarked(issue, marker)) === undefined ? absent() : done()),
    change: () => comments.ensure(issue, { marker, body }),
    preview: () => `comment in ${issue}: ${body}`,
    assume: undefined,
    timeout: 120,
  });
}

/** Brings an issue whose project has been made to its end. */
export async function ensureClosed(ctx: RunContext<Services>, { jira, issue }: IntakeInput): Promise<void> {
  const { issues, transitions } = ctx.services.jira(jira);
  const { links, doneStatus, doneFields } = ctx.services.config.projects.intake;
  await ensureTroubleOver(ctx, { jira, issue });
  for (const { type, to } of links) {
    await ctx.ensure(`link to ${to} (${type})`, {
      check: async () => {
        const same = (await issues.links(issue)).some(
          (link) => link.key === to && link.type.toLowerCase() === type.toLowerCase() && link.direction === 'outward',
        );
        return same ? done() : absent();
      },
      change: () => issues.link({ from: issue, type, to }),
      assume: undefined,
      timeout: 120,
    });
  }
  if (doneStatus === undefined) return;
  await ctx.ensure('closed', {
    check: async () => {
      const { status } = await issues.get(issue);
      return status.toLowerCase() === doneStatus.toLowerCase() ? done() : absent({ status });
    },
    change: () => transitions.move(issue, doneStatus, { fields: doneFields }),
    preview: () => `${issue} to ${doneStatus}`,
    assume: undefined,
    timeout: 120,
  });
}
