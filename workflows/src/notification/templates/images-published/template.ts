import { defineTemplate } from '@opsbook/email';
import * as z from 'zod';
import { body } from './body.ts';

/** Tells a list that there are new images for Kubernetes clusters. */
export const imagesPublished = defineTemplate({
  name: 'images-published',
  summary: 'Tells a mailing list that there are new images for Kubernetes clusters',
  schema: z.object({
    cloud: z.string().min(1).describe('The cloud as its users know it'),
    support: z.email().describe('Whom to write to'),
    images: z.array(z.object({ name: z.string() })).min(1),
  }),
  subject: '{{cloud}}: {{plural images.length "new image" "new images"}} for Kubernetes clusters',
  body,
  example: { cloud: 'Example Cloud', support: 'support@example.org', images: [{ name: 'capi-ubuntu-2404-v1.34.1' }] },
});
