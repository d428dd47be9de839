import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { body } from './body.ts';

/** Tells a list that images for Kubernetes clusters are withdrawn. */
export const imagesWithdrawn = defineTemplate({
  name: 'images-withdrawn',
  summary: 'Tells a mailing list that images for Kubernetes clusters are withdrawn, and what to use instead',
  schema: z.object({
    cloud: z.string().min(1).describe('The cloud as its users know it'),
    support: z.email().describe('Whom to write to'),
    images: z.array(z.object({ name: z.string(), endOfLife: z.iso.date(), upgrade: z.string() })).min(1),
  }),
  subject: '{{cloud}}: {{plural images.length "image" "images"}} for Kubernetes clusters withdrawn',
  body,
  example: {
    cloud: 'Example Cloud',
    support: 'support@example.org',
    images: [{ name: 'capi-ubuntu-2204-v1.31.0', endOfLife: '2027-01-31', upgrade: 'capi-ubuntu-2404-v1.34.1' }],
  },
});
