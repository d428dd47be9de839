import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Asks the owner of servers that nobody acted on for long whether they are needed. */
export const serversUnused = defineTemplate({
  name: 'servers-unused',
  summary: 'Asks the owner of servers that nobody has touched for long whether they are still needed',
  schema: z.object({
    ...ownerSchema,
    days: z.number().positive().describe('For how many days at least'),
    servers: z
      .array(serverSchema.extend({ status: z.string(), since: z.iso.date().describe('The day of the last action') }))
      .min(1),
  }),
  subject: '{{plural servers.length "server" "servers"}} of yours in {{cloud}} unchanged for long: still needed?',
  body,
  partials,
  example: { ...ownerExample, days: 90, servers: [{ ...serverExample, status: 'ACTIVE', since: '2026-06-30' }] },
});
