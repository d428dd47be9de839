import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { ownerExample, ownerSchema, partials, serverExample, serverSchema } from '../parts.ts';
import { body } from './body.ts';

/** Tells the owner of servers that their images end. */
export const imagesEndOfLife = defineTemplate({
  name: 'images-end-of-life',
  summary: 'Tells the owner of servers that their images get no updates any more, and what to use instead',
  schema: z.object({
    ...ownerSchema,
    images: z.array(z.object({ name: z.string(), endOfLife: z.iso.date(), upgrade: z.string() })).min(1),
    servers: z.array(serverSchema.extend({ image: z.string(), endOfLife: z.iso.date() })).min(1),
  }),
  subject: '{{plural servers.length "server" "servers"}} of yours in {{cloud}} on images that end',
  body,
  partials,
  example: {
    ...ownerExample,
    images: [{ name: 'ubuntu-focal', endOfLife: '2027-01-31', upgrade: 'ubuntu-noble' }],
    servers: [{ ...serverExample, image: 'ubuntu-focal', endOfLife: '2027-01-31' }],
  },
});
