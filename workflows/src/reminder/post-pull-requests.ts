import * as z from 'zod';
import { runbook } from '../runbook.ts';

/** Asks the team's chat service to remind people of open pull requests. */
export const postPullRequests = runbook({
  name: 'reminder.post-pull-requests',
  summary: "Ask the team's chat service to remind people of open pull requests",
  description:
    'Posts `{ reminder_type, channel }` to a configured webhook. What its service makes of that is its own affair; its answer is in the ' +
    'report. It is posted once: where a crash leaves open whether it was, a person says so.',
  risk: 'safe',
  input: z.strictObject({
    webhook: z.string().min(1).default('chat').describe('Entry of `webhooks` in the configuration'),
    kind: z.enum(['global', 'personal']).describe('One reminder for all, or one for each author'),
    channel: z.string().min(1).optional().describe('Channel that is told; default: as the service is set up'),
  }),
  output: z.strictObject({ status: z.int(), body: z.string() }),
  replaces: [
    {
      action: 'chatops.pr_reminder',
      call: { kind: 'global', channel: 'pull-requests' },
      better:
        'Address and token are secrets of the configuration, the plan shows what is posted, and it is posted once.',
    },
  ],
  async run(ctx, { webhook, kind, channel }) {
    const message = { reminder_type: kind, ...(channel !== undefined && { channel }) };
    // One that is not configured ends a plan too.
    const hook = ctx.services.webhook(webhook);
    const { status, body } = await ctx.once('posted', () => hook.post(message), {
      preview: () => ({ webhook, message }),
      assume: { status: 200, body: '' },
    });
    return { status, body };
  },
});
