import type { RenderedMail } from '@opsbook/email';
import { type RunContext, fail, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { SENT, earlierMails } from './earlier-mails.ts';
import { type Told, isDue, reminderText, toldOf } from './history.ts';
import { letter } from './letter.ts';
import type { MailReport } from './mail-report.ts';
import type { Notice, Subject } from './notice.ts';
import type { People } from './people.ts';
import { refusedOf } from './refused-of.ts';

export interface Mailing<S extends Subject> {
  cloud: string;
  subjects: readonly S[];
  /** What the runbook was told about its mails. */
  input: {
    subject?: string | undefined;
    cc: readonly string[];
    redirectTo?: string | undefined;
    remindAfter?: number | undefined;
  };
  /**
   * What the mails are about besides these things: work on one hypervisor at one time. Of another matter the same person is told
   * at once, and by a first notice. Default: all mails of the runbook are about the same.
   */
  matter?: string;
  render: (words: Words<S>) => RenderedMail;
}

/** What a mail's words are made of. */
export interface Words<S extends Subject> {
  /** How the recipient is addressed. */
  recipient: string;
  /** What is due to be told, with the names of the projects. */
  subjects: (S & { project: string })[];
  /** Which notice it is; null for the first. */
  reminder: string | null;
}

export type Sent = MailReport['mailed'][number];

/** Tells one person what is due, as an effect that happens once. Who was told of all of it lately is skipped. */
export async function sendNotice<S extends Subject>(
  step: RunContext<Services>,
  { input, matter, render }: Mailing<S>,
  notice: Notice<S>,
  { now, people }: { now: string; people: People },
): Promise<Sent> {
  const { notifications } = step.services.config;
  const { remindAfter = notifications.remindAfter, redirectTo } = input;
  const ids = notice.subjects.map(({ id }) => id);
  const told = toldOf(ids, await earlierMails(step, matter), { now, remindAfter });
  const due = notice.subjects.filter(({ id }) => isDue(told.get(id), { now, remindAfter }));
  if (due.length === 0) skip(`told less than ${remindAfter} days ago: ${lastOf(told)}`);
  const longest = due.map(({ id }) => told.get(id)).reduce(longer, undefined);
  const escalated = due.filter(({ id }) => numberOf(told.get(id)) >= (notifications.escalateAfter ?? Infinity));
  const contacts = escalated.flatMap(({ projectId }) => people.projects[projectId]?.contact ?? []);
  const mail = letter({
    key: step.uuid(),
    to: [notice.address],
    cc: [...input.cc, ...(escalated.length > 0 ? [...contacts, ...notifications.escalateTo] : [])],
    rendered: render({
      recipient: notice.name,
      subjects: due.map((subject) => ({
        ...subject,
        project: people.projects[subject.projectId]?.name ?? subject.projectId,
      })),
      reminder: reminderText(longest),
    }),
    subject: input.subject,
    redirectTo,
  });
  const account = step.services.email(notifications.account);
  const preview = account.preview(mail);
  const { address, through } = notice;
  const sent: Sent = {
    address,
    through,
    subject: mail.subject,
    about: due.map(({ id, name }) => ({ id, name })),
    ...(matter !== undefined && { matter }),
    notice: numberOf(longest),
    messageId: preview.messageId,
    refused: [],
  };
  const send = async (): Promise<Sent> => {
    const refused = refusedOf(await account.send(mail));
    const own = refused.find((one) => one.address === address);
    // The copies went out, and yet nobody was told.
    if (own !== undefined) fail(`only copies were sent, to ${address} it said: ${own.why}`);
    return { ...sent, refused };
  };
  // A mail for trying tells nobody anything: it has another name in the audit trail.
  return await step.once(redirectTo === undefined ? SENT : 'sent elsewhere', send, {
    assume: sent,
    preview: () => ({ mail: preview }),
  });
}

const numberOf = (told: Told | undefined): number => (told?.times ?? 0) + 1;

const lastOf = (told: ReadonlyMap<string, Told>): string =>
  [...told.values()]
    .map(({ last }) => last)
    .sort()
    .at(-1) ?? '';

const longer = (a: Told | undefined, b: Told | undefined): Told | undefined =>
  (b?.times ?? 0) > (a?.times ?? 0) ? b : a;
