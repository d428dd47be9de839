import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { body } from './body.ts';

/** Shows that mails arrive. */
export const test = defineTemplate({
  name: 'test',
  summary: 'Shows that mails arrive',
  schema: z.object({
    recipient: z.string().min(1).describe('How the recipient is addressed'),
    message: z.string().min(1).describe('A line of the sender'),
  }),
  subject: 'Test mail',
  body,
  example: { recipient: 'Ada Lovelace', message: 'Is the reply address right?' },
});
