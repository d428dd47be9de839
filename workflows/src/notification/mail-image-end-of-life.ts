import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { everyImage } from '../image/every-image.ts';
import { runbook } from '../runbook.ts';
import { mailTargets, ownerMailFields } from './fields.ts';
import { MailReport } from './mail-report.ts';
import { sendNotices } from './send-notices.ts';
import { findServers } from './server-subjects.ts';
import { siteFacts } from './site-facts.ts';
import { imagesEndOfLife } from './templates/images-end-of-life/template.ts';
import { endingImages, upgradeText } from './until-fields.ts';

/** Mails the owners of servers whose images get no updates any more. */
export const mailImageEndOfLife = runbook({
  name: 'notification.mail-image-end-of-life',
  summary: 'Mail the owners of servers whose images get no updates any more',
  description:
    'Finds the servers that were made from one of these images (all images that have the name, whoever owns them), and sends ' +
    'each of their owners one mail that says which image each server has, and what to use instead. Servers that boot from a ' +
    'volume do not tell nova their image, and are not found.',
  risk: 'safe',
  input: z.strictObject({
    ...ownerMailFields,
    images: endingImages,
  }),
  output: MailReport,
  targets: mailTargets('notification.mail-image-end-of-life'),
  replaces: [
    {
      action: 'email.users.with.decom.images',
      call: {
        cloud: 'prod',
        images: [{ name: 'ubuntu-focal', endOfLife: '2027-01-31', upgrade: 'ubuntu-noble' }],
      },
      better:
        'Images are met by their exact name and not by a part of it, those of other projects too; the three lists are one.',
    },
  ],
  async run(ctx, input) {
    const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
    const client = ctx.services.openstack(input.cloud);
    const ending = new Map(input.images.map((one) => [one.name, one]));
    const named = await ctx.read('images', async () => {
      const found: Record<string, string> = {};
      for (const name of ending.keys()) {
        for (const { id } of await everyImage(client, { name })) found[id] = name;
      }
      return found;
    });
    const unknown = [...ending.keys()].filter((name) => !Object.values(named).includes(name));
    if (unknown.length > 0) refuse(`there is no image ${unknown.join(', ')} in ${input.cloud}`);
    const all = await findServers(ctx, input);
    const used = all.flatMap((server) => {
      const name = server.imageId === null ? undefined : named[server.imageId];
      return name === undefined ? [] : [{ ...server, image: name }];
    });
    return await sendNotices(ctx, {
      cloud: input.cloud,
      subjects: used,
      input,
      render: ({ recipient, subjects, reminder }) => {
        const servers = subjects.map((server) => ({ ...server, endOfLife: ending.get(server.image)?.endOfLife ?? '' }));
        const images = input.images
          .filter(({ name }) => subjects.some((server) => server.image === name))
          .map((one) => ({ ...one, upgrade: upgradeText(one.upgrade) }));
        return imagesEndOfLife.render({ ...facts, recipient, reminder, images, servers }, letterhead);
      },
    });
  },
});
