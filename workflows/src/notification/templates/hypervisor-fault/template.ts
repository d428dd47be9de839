import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Tells the owner of servers that their hypervisor is faulty. */
export const hypervisorFault = defineTemplate({
  name: 'hypervisor-fault',
  summary: 'Tells the owner of servers that their hypervisor has a fault, and that they are moved as far as that works',
  schema: z.object({
    ...ownerSchema,
    reason: z.string().nullable().describe('What is wrong, for the users'),
    servers: z.array(serverSchema).min(1),
  }),
  subject: 'A fault in {{cloud}} that touches {{plural servers.length "server" "servers"}} of yours',
  body,
  partials,
  example: { ...ownerExample, reason: 'one of its disks is failing', servers: [serverExample] },
});
