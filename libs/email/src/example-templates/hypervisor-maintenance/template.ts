import * as z from 'zod';
import { defineTemplate } from '../../templates/define-template.ts';
import { body } from './body.ts';

/** Tells the owner of servers that their hypervisor is worked on. */
export const hypervisorMaintenance = defineTemplate({
  name: 'hypervisor-maintenance',
  summary: 'Tells the owner of servers that they are moved, because their hypervisor is worked on',
  schema: z.object({
    recipient: z.string().min(1).describe('How the recipient is addressed'),
    cloud: z.string().describe('Name of the cloud, as its users know it'),
    startsAt: z.iso.datetime().describe('When the work begins, UTC'),
    reason: z.string().nullable().default(null).describe('What is done, for the users'),
    servers: z.array(z.object({ name: z.string(), id: z.string(), project: z.string() })).min(1),
    support: z.email().describe('Whom to write to'),
  }),
  subject: 'Maintenance in {{cloud}} on {{date startsAt}}: {{plural servers.length "server" "servers"}} of yours',
  body,
  example: {
    recipient: 'Ada Lovelace',
    cloud: 'Example Cloud',
    startsAt: '2026-12-01T09:00:00Z',
    reason: 'its memory is replaced',
    servers: [{ name: 'web-1', id: '3f1d6b0e-98f5-4a4b-b3c5-6f7f7f1f0a11', project: 'shop' }],
    support: 'support@example.org',
  },
});
