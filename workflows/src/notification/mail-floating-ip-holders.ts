import * as z from 'zod';
import { daysBetween } from '../days-between.ts';
import { findProjects } from '../project/find-projects.ts';
import { runbook } from '../runbook.ts';
import { mailTargets, ownerMailFields } from './fields.ts';
import { MailReport } from './mail-report.ts';
import { sendNotices } from './send-notices.ts';
import { siteFacts } from './site-facts.ts';
import { floatingIpsUnused } from './templates/floating-ips-unused/template.ts';

/** Mails the contacts of projects that keep floating IPs without using them. */
export const mailFloatingIpHolders = runbook({
  name: 'notification.mail-floating-ip-holders',
  summary: 'Mail the contacts of projects that keep floating IPs without using them',
  description:
    'Finds the floating IPs that lead to no port and have not changed for so many days. Neutron knows no owner of them but the ' +
    'project: its contact is told.',
  risk: 'safe',
  input: z.strictObject({
    ...ownerMailFields,
    days: z.number().min(0).max(3650).default(60).describe('Days since its last change; 0: any'),
    note: z.string().trim().min(1).max(1000).optional().describe('A paragraph of yours in every mail'),
  }),
  output: MailReport,
  targets: mailTargets('notification.mail-floating-ip-holders'),
  replaces: [
    {
      action: 'email.floating.ip.users',
      call: { cloud: 'prod', days: 60, note: 'From February on we take them back.' },
      better: 'The plan has every mail, `redirectTo` tries them, and a reminder says which one it is.',
    },
  ],
  async run(ctx, input) {
    const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
    const { network } = ctx.services.openstack(input.cloud);
    const now = await ctx.now();
    const wanted = input.projects && (await findProjects(ctx, input.cloud, input.projects));
    const subjects = await ctx.read('floating IPs', async () => {
      const all = await network.floatingIps.list();
      return all.flatMap(({ id, floatingIpAddress: name, projectId, status, portId, updatedAt: since }) => {
        const old = daysBetween(since, now) >= input.days;
        if (portId !== null || !old || wanted?.includes(projectId) === false) return [];
        return [{ id, name, userId: null, projectId, status, since }];
      });
    });
    return await sendNotices(ctx, {
      cloud: input.cloud,
      subjects,
      input,
      render: ({ recipient, subjects: due, reminder }) => {
        const addresses = due.map((one) => ({ ...one, since: one.since.slice(0, 10) }));
        const data = { ...facts, recipient, reminder, note: input.note ?? null, addresses };
        return floatingIpsUnused.render(data, letterhead);
      },
    });
  },
});
