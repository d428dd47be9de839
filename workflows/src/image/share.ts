import { absent, done, failed, keep, refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, image, project } from '../fields.ts';
import { named } from '../named.ts';
import { allFound, lookUp } from '../project/look-up.ts';
import { unlessAbsent } from '../project/unless-absent.ts';
import { runbook } from '../runbook.ts';

/** Shares an image with a project. */
export const shareImage = runbook({
  name: 'image.share',
  summary: 'Share an image with a project, and accept it there',
  description:
    'Makes the project a member of the image, then accepts it on the project’s behalf. What the project itself has rejected ' +
    'stays so unless overwrite is given. An image that everybody sees, or that is the project’s own, needs nothing; a ' +
    'private one is refused. Cancelling takes back what this run did.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    image,
    project,
    overwrite: z.boolean().default(false).describe('Accept an image that the project has rejected'),
  }),
  output: z.object({ image: named, project: named, how: z.enum(['member', 'own', 'public', 'community']) }),
  replaces: [
    {
      action: 'image.share.to.project',
      call: { cloud: 'prod', image: 'debian-12', project: 'web' },
      better: 'May be run again, respects a rejection, and says what stands in the way of sharing.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('image', input.image)],
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const [itsImage, itsProject] = await Promise.all([
      lookUp(ctx, 'image', async () => {
        const { id, name, owner, visibility } = await client.image.images.find(input.image, { visibility: 'all' });
        return { id, name: name ?? '', owner, visibility };
      }),
      lookUp(ctx, 'project', async () => {
        const { id, name } = await client.identity.projects.find(input.project);
        return { id, name };
      }),
    ]);
    const found = allFound({ image: itsImage, project: itsProject });
    const { id: imageId, name, visibility, owner } = found.image;
    const projectId = found.project.id;
    const report = { image: { id: imageId, name }, project: found.project };
    if (owner === projectId) return { ...report, how: 'own' as const };
    if (visibility === 'public' || visibility === 'community') return { ...report, how: visibility };
    if (visibility === 'private') refuse(`${name} is private: set its visibility to 'shared' first`);

    const { members } = client.image;
    const status = async () => (await unlessAbsent(members.get(imageId, projectId)))?.status;
    const answer = await ctx.read('its answer so far', async () => (await status()) ?? null);
    const { name: whose } = found.project;
    const rejected = `${whose} has rejected it; with overwrite it is accepted nevertheless`;
    if (answer === 'rejected' && !input.overwrite) refuse(rejected);
    await ctx.ensure('member', {
      check: async () => ((await status()) === undefined ? absent() : done()),
      change: () => members.add(imageId, projectId),
      undo: () => members.remove(imageId, projectId),
      assume: undefined,
    });
    await ctx.ensure('accepted', {
      check: async () => {
        const now = await status();
        if (now === 'rejected' && !input.overwrite) return failed(rejected);
        return now === 'accepted' ? done() : absent({ status: now ?? 'none' });
      },
      change: () => members.accept(imageId, projectId),
      undo: async () => {
        if ((await status()) !== 'accepted') keep(`${whose} has answered otherwise since`);
        await members.setStatus(imageId, projectId, answer ?? 'pending');
      },
      assume: undefined,
    });
    return { ...report, how: 'member' as const };
  },
});
