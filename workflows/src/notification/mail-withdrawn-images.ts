import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { mailFields } from './fields.ts';
import { LetterReport, sendLetter } from './send-letter.ts';
import { siteFacts } from './site-facts.ts';
import { imagesWithdrawn } from './templates/images-withdrawn/template.ts';
import { endingImages, upgradeText } from './until-fields.ts';

/** Tells a mailing list of images for Kubernetes clusters that are withdrawn. */
export const mailWithdrawnImages = runbook({
  name: 'notification.mail-withdrawn-images',
  summary: 'Tell a mailing list of images for Kubernetes clusters that are withdrawn',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    list: z.email().describe('Address of the mailing list'),
    images: endingImages,
    ...mailFields,
  }),
  output: LetterReport,
  replaces: [
    {
      action: 'email.mailing.list.with.decom.capi.images',
      call: {
        cloud: 'prod',
        list: 'clusters@example.org',
        images: [{ name: 'capi-ubuntu-2204-v1.31.0', endOfLife: '2027-01-31', upgrade: 'capi-ubuntu-2404-v1.34.1' }],
      },
      better: 'Image, date and successor stand together, so that none of the three can be missing.',
    },
  ],
  run: async (ctx, input) => {
    const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
    const images = input.images.map((one) => ({ ...one, upgrade: upgradeText(one.upgrade) }));
    return await sendLetter(ctx, [input.list], imagesWithdrawn.render({ ...facts, images }, letterhead), input);
  },
});
