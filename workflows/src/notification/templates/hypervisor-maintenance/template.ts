import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Tells the owner of servers that their hypervisor is worked on. */
export const hypervisorMaintenance = defineTemplate({
  name: 'hypervisor-maintenance',
  summary: 'Tells the owner of servers that they are moved, because their hypervisor is worked on',
  schema: z.object({
    ...ownerSchema,
    startsAt: z.iso.datetime().nullable().describe('When the work begins, UTC'),
    reason: z.string().nullable().describe('What is done, for the users'),
    servers: z.array(serverSchema).min(1),
  }),
  subject: 'Maintenance in {{cloud}}: {{plural servers.length "server" "servers"}} of yours will be moved',
  body,
  partials,
  example: {
    ...ownerExample,
    startsAt: '2026-12-01T09:00:00Z',
    reason: 'its memory is replaced',
    servers: [serverExample],
  },
});
