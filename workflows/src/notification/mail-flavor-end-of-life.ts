import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { mailTargets, ownerMailFields } from './fields.ts';
import { MailReport } from './mail-report.ts';
import { sendNotices } from './send-notices.ts';
import { findServers } from './server-subjects.ts';
import { siteFacts } from './site-facts.ts';
import { flavorsEndOfLife } from './templates/flavors-end-of-life/template.ts';
import { endingFlavors } from './until-fields.ts';

/** Mails the owners of servers whose flavors are withdrawn. */
export const mailFlavorEndOfLife = runbook({
  name: 'notification.mail-flavor-end-of-life',
  summary: 'Mail the owners of servers whose flavors are withdrawn',
  description:
    'Finds the servers that have one of these flavors, and sends each of their owners one mail that says which flavor each ' +
    'server has and by when it must have left it. A flavor that does not exist any more, and that no server has, is refused: ' +
    'it is mistyped. So is a last day that is past.',
  risk: 'safe',
  input: z.strictObject({
    ...ownerMailFields,
    flavors: endingFlavors,
    guide: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Page that tells how to resize a server'),
  }),
  output: MailReport,
  targets: mailTargets('notification.mail-flavor-end-of-life'),
  replaces: [
    {
      action: 'email.users.with.decom.flavors',
      call: { cloud: 'prod', flavors: [{ name: 'm1.old', endOfLife: '2027-01-31' }] },
      better:
        'Name and date stand together, a past or mistyped one is refused, and the table says which flavor each server has.',
    },
  ],
  async run(ctx, input) {
    const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
    const { compute } = ctx.services.openstack(input.cloud);
    const today = (await ctx.now()).slice(0, 10);
    const past = input.flavors.filter(({ endOfLife }) => endOfLife < today).map(({ name }) => name);
    if (past.length > 0) refuse(`the last day of ${past.join(', ')} is past`);
    const ends = new Map(input.flavors.map(({ name, endOfLife }) => [name, endOfLife]));
    const exist = await ctx.read('flavors', async () =>
      (await compute.flavors.list({ isPublic: null })).map(({ name }) => name),
    );
    const all = await findServers(ctx, input);
    const used = all.filter(({ flavor }) => ends.has(flavor));
    const unknown = [...ends.keys()].filter(
      (name) => !exist.includes(name) && !used.some((one) => one.flavor === name),
    );
    if (unknown.length > 0) refuse(`there is no flavor ${unknown.join(', ')} in ${input.cloud}, and no server has it`);
    return await sendNotices(ctx, {
      cloud: input.cloud,
      subjects: used,
      input,
      render: ({ recipient, subjects, reminder }) => {
        const servers = subjects.map((server) => ({ ...server, endOfLife: ends.get(server.flavor) ?? '' }));
        const flavors = input.flavors.filter(({ name }) => subjects.some(({ flavor }) => flavor === name));
        const data = { ...facts, recipient, reminder, guide: input.guide ?? null, flavors, servers };
        return flavorsEndOfLife.render(data, letterhead);
      },
    });
  },
});
