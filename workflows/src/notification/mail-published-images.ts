import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { mailFields } from './fields.ts';
import { LetterReport, sendLetter } from './send-letter.ts';
import { siteFacts } from './site-facts.ts';
import { imagesPublished } from './templates/images-published/template.ts';

/** Tells a mailing list of new images for Kubernetes clusters. */
export const mailPublishedImages = runbook({
  name: 'notification.mail-published-images',
  summary: 'Tell a mailing list of new images for Kubernetes clusters',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    list: z.email().describe('Address of the mailing list'),
    images: z.array(z.string().min(1)).min(1).describe('Names of the images'),
    ...mailFields,
  }),
  output: LetterReport,
  replaces: [
    {
      action: 'email.mailing.list.with.create.capi.images',
      call: { cloud: 'prod', list: 'clusters@example.org', images: ['capi-ubuntu-2404-v1.34.1'] },
      better: 'The plan has the whole mail, it can be sent to oneself first, and it is sent once.',
    },
  ],
  run: async (ctx, input) => {
    const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
    const images = input.images.map((name) => ({ name }));
    return await sendLetter(ctx, [input.list], imagesPublished.render({ ...facts, images }, letterhead), input);
  },
});
