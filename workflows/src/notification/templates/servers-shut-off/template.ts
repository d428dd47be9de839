import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Asks the owner of servers that are off to start or to delete them. */
export const serversShutOff = defineTemplate({
  name: 'servers-shut-off',
  summary: 'Asks the owner of servers that have been off for long to start or to delete them',
  schema: z.object({
    ...ownerSchema,
    days: z.number().min(0).describe('For how many days at least; 0: for any time'),
    servers: z.array(serverSchema.extend({ since: z.iso.date().describe('The day since when') })).min(1),
  }),
  subject: '{{plural servers.length "server" "servers"}} of yours in {{cloud}} shut off',
  body,
  partials,
  example: { ...ownerExample, days: 60, servers: [{ ...serverExample, since: '2026-08-02' }] },
});
