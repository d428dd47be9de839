import type { MailTemplate } from '@opsbook/email';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type * as z from 'zod';
import { hypervisor } from '../fields.ts';
import { mustFind } from '../project/look-up.ts';
import { ownerMailFields } from './fields.ts';
import type { MailReport } from './mail-report.ts';
import { sendNotices } from './send-notices.ts';
import { type ServerSubject, findServers } from './server-subjects.ts';
import { type SiteFacts, siteFacts } from './site-facts.ts';

/** What the mails about one hypervisor are told. */
export const hypervisorMailFields = { ...ownerMailFields, hypervisor };

type Data = Omit<SiteFacts, 'letterhead'> & {
  recipient: string;
  reminder: string | null;
  servers: (ServerSubject & { project: string })[];
};

/** Two runs at once would tell everybody twice. */
export const hypervisorMailTargets =
  (runbook: string) =>
  ({ cloud, hypervisor: host }: Fields, services: Services): string[] => [
    services.openstack(cloud).targetOf('mails', `${runbook}/${host}`),
  ];

type Fields = z.output<z.ZodObject<typeof hypervisorMailFields>>;

/**
 * Mails the owners of the servers on a hypervisor. Nothing but mails: moving the servers is somebody else's work.
 * @param more what the template is given besides, which makes the mails those of this work and of no other
 */
export async function mailOwnersOn<More extends Record<string, string | null>>(
  ctx: RunContext<Services>,
  input: Fields,
  template: Pick<MailTemplate<Data & More>, 'render'>,
  more: More,
): Promise<MailReport> {
  const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
  const { services } = ctx.services.openstack(input.cloud).compute;
  const { host } = await mustFind(ctx, 'hypervisor', () => services.find({ host: input.hypervisor }));
  const subjects = await findServers(ctx, { ...input, filter: { host } });
  return await sendNotices(ctx, {
    cloud: input.cloud,
    subjects,
    input,
    matter: [host, ...Object.values(more)].filter((one) => one !== null).join(', '),
    render: ({ recipient, subjects: servers, reminder }) =>
      template.render({ ...facts, ...more, recipient, reminder, servers }, letterhead),
  });
}
