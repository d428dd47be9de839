import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { body } from './body.ts';

const hypervisor = { name: z.string(), servers: z.int() };

/** Tells the team which hypervisors are down or disabled. */
export const hypervisorsOutOfService = defineTemplate({
  name: 'hypervisors-out-of-service',
  summary: 'Tells the team which hypervisors are down and which are disabled',
  schema: z.object({
    cloud: z.string().min(1).describe('The cloud as its users know it'),
    at: z.iso.datetime().describe('When this was so, UTC'),
    down: z.array(z.object({ ...hypervisor, lastSeen: z.string(), disabled: z.string() })),
    disabled: z.array(z.object({ ...hypervisor, reason: z.string() })),
  }),
  subject: '{{cloud}}: {{plural down.length "hypervisor" "hypervisors"}} down, {{disabled.length}} disabled',
  body,
  example: {
    cloud: 'Example Cloud',
    at: '2026-11-21T06:00:00Z',
    down: [{ name: 'hv7', lastSeen: '2026-11-20T21:14:03Z', servers: 12, disabled: 'no' }],
    disabled: [{ name: 'hv9', servers: 0, reason: 'new disk' }],
  },
});
