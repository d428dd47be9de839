import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Tells the owner of servers that they are in ERROR. */
export const serversInError = defineTemplate({
  name: 'servers-in-error',
  summary: 'Tells the owner of servers that they are in an error, and what can be done',
  schema: z.object({
    ...ownerSchema,
    days: z.number().min(0).describe('For how many days at least; 0: for any time'),
    servers: z.array(serverSchema.extend({ since: z.iso.date().describe('The day since when') })).min(1),
  }),
  subject: '{{plural servers.length "server" "servers"}} of yours in {{cloud}} in an error',
  body,
  partials,
  example: { ...ownerExample, days: 14, servers: [{ ...serverExample, since: '2026-10-28' }] },
});
