import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials } from '../parts.ts';
import { body } from './body.ts';

/** Asks a project to give back floating IPs that it does not use. */
export const floatingIpsUnused = defineTemplate({
  name: 'floating-ips-unused',
  summary: 'Asks the contact of a project to give back floating IPs that are not in use',
  schema: z.object({
    ...ownerSchema,
    note: z.string().nullable().describe('A paragraph of the sender'),
    addresses: z
      .array(
        z.object({
          id: z.string(),
          name: z.string().describe('The address'),
          project: z.string(),
          status: z.string(),
          since: z.iso.date(),
        }),
      )
      .min(1),
  }),
  subject: '{{plural addresses.length "floating IP" "floating IPs"}} of yours in {{cloud}} not in use',
  body,
  partials,
  example: {
    ...ownerExample,
    note: 'From February on they are taken back by us.',
    addresses: [
      {
        id: '0b1f3a77-0000-4000-8000-000000000001',
        name: '203.0.113.9',
        project: 'shop',
        status: 'DOWN',
        since: '2026-08-02',
      },
    ],
  },
});
