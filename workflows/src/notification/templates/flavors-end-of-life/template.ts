import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Tells the owner of servers that their flavors end. */
export const flavorsEndOfLife = defineTemplate({
  name: 'flavors-end-of-life',
  summary: 'Tells the owner of servers that their flavors are withdrawn, and by when they have to leave them',
  schema: z.object({
    ...ownerSchema,
    guide: z.url().nullable().describe('How to resize a server'),
    flavors: z.array(z.object({ name: z.string(), endOfLife: z.iso.date() })).min(1),
    servers: z.array(serverSchema.extend({ flavor: z.string(), endOfLife: z.iso.date() })).min(1),
  }),
  subject: '{{plural servers.length "server" "servers"}} of yours in {{cloud}} on flavors that end',
  body,
  partials,
  example: {
    ...ownerExample,
    guide: 'https://docs.example.org/resize',
    flavors: [{ name: 'm1.old', endOfLife: '2027-01-31' }],
    servers: [{ ...serverExample, flavor: 'm1.old', endOfLife: '2027-01-31' }],
  },
});
