import type { MailTemplate } from '@opsbook/email';
import type { ServerFilter } from '@opsbook/openstack';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { mailTargets, ownerMailFields } from './fields.ts';
import { MailReport } from './mail-report.ts';
import { sendNotices } from './send-notices.ts';
import { findServers } from './server-subjects.ts';
import { type SinceSubject, unchangedFor } from './since.ts';
import { type SiteFacts, siteFacts } from './site-facts.ts';

/** What the template of such a mail is given. */
export type LongUnchanged = Omit<SiteFacts, 'letterhead'> & {
  recipient: string;
  reminder: string | null;
  days: number;
  servers: (SinceSubject & { project: string })[];
};

interface LongUnchangedMail {
  name: string;
  summary: string;
  /** Which servers: `servers in SHUTOFF`. */
  which: string;
  filter: ServerFilter;
  /** Days, when the runbook is told none. */
  days: number;
  /** Whether 0 days make sense: the mail is about the state, and not about the time. Default true. */
  anyAge?: boolean;
  /** The action of the pack that it replaces, and what is better. */
  action: string;
  better: string;
  template: Pick<MailTemplate<LongUnchanged>, 'render'>;
}

/** A runbook that mails the owners of servers which have been in one state for long. */
export const longUnchangedMail = ({
  name,
  summary,
  which,
  filter,
  days,
  anyAge = true,
  action,
  better,
  template,
}: LongUnchangedMail) =>
  runbook({
    name,
    summary,
    description:
      `Finds the ${which} that nobody has acted on for so many days, and sends each of their owners one mail with all of ` +
      'them. Who has no address is told through the contact of the project. Nobody is told again within the configured ' +
      'days. What could not be sent is in the report, and the run has failed.',
    risk: 'safe',
    input: z.strictObject({
      ...ownerMailFields,
      days: (anyAge ? z.number().min(0) : z.number().positive())
        .max(3650)
        .default(days)
        .describe(`Days since the last action on a server${anyAge ? '; 0: any' : ''}`),
    }),
    output: MailReport,
    targets: mailTargets(name),
    replaces: [{ action, call: { cloud: 'prod', days, cc: ['support@example.org'] }, better }],
    async run(ctx, input) {
      const { letterhead, ...facts } = siteFacts(ctx, input.cloud);
      const found = await findServers(ctx, { ...input, filter });
      const subjects = await unchangedFor(ctx, input.cloud, found, input.days);
      return await sendNotices(ctx, {
        cloud: input.cloud,
        subjects,
        input,
        render: ({ recipient, subjects: due, reminder }) => {
          const servers = due.map((server) => ({ ...server, since: server.since.slice(0, 10) }));
          return template.render({ ...facts, recipient, reminder, days: input.days, servers }, letterhead);
        },
      });
    },
  });
