import * as z from 'zod';
import { defineTemplate } from '../../templates/define-template.ts';
import { body } from './body.ts';

/** Shows that an account can send. */
export const test = defineTemplate({
  name: 'test',
  summary: 'Shows that an account can send',
  schema: z.object({
    account: z.string().describe('Name of the account'),
    host: z.string().describe('Mail server that it was given to'),
    sentAt: z.iso.datetime().describe('When, UTC'),
    note: z.string().nullable().default(null).describe('A line of the sender'),
  }),
  subject: 'Test mail of account {{account}}',
  body,
  example: {
    account: 'default',
    host: 'smtp.example.org',
    sentAt: '2026-11-21T14:00:00Z',
    note: 'Is the reply address right?',
  },
});
