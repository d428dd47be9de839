import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { mailFields } from './fields.ts';
import { LetterReport, sendLetter } from './send-letter.ts';
import { test } from './templates/test/template.ts';

/** Sends a mail to see whether mails arrive. */
export const mailTest = runbook({
  name: 'notification.mail-test',
  summary: 'Send a mail to see whether mails arrive',
  risk: 'safe',
  input: z.strictObject({
    to: z.array(z.email()).min(1).describe('Who gets it'),
    recipient: z.string().trim().min(1).max(100).default('all').describe('How they are addressed'),
    message: z.string().trim().min(1).max(1000).default('This is a test.').describe('A line in it'),
    ...mailFields,
  }),
  output: LetterReport,
  replaces: [
    {
      action: 'email.test',
      call: { to: ['ada@example.org'], cc: ['support@example.org'], recipient: 'Ada', message: 'Does this arrive?' },
      better: 'Copies work by themselves; the report has the message id and what the server said to each address.',
    },
  ],
  run: async (ctx, input) => {
    const { to, recipient, message } = input;
    const rendered = test.render({ recipient, message }, ctx.services.config.notifications.letterhead);
    return await sendLetter(ctx, to, rendered, input);
  },
});
