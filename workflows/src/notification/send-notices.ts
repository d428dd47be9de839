import type { RenderedMail } from '@opsbook/email';
import { type EachReport, type RunContext, fail, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { SENT, earlierMails } from './earlier-mails.ts';
import { type Told, reminderText, toldOf } from './history.ts';
import { letter } from './letter.ts';
import type { MailReport } from './mail-report.ts';
import { type Notice, type Subject, noticesOf } from './notice.ts';
import { type People, readPeople } from './people.ts';
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

type Sent = MailReport['mailed'][number];

/**
 * Tells the owners of things about them: one mail per person, each an effect of its own that happens once. Goes on past those
 * that cannot be sent, and fails at the end when some could not, or when nobody could be told about something.
 */
export async function sendNotices<S extends Subject>(
  ctx: RunContext<Services>,
  mailing: Mailing<S>,
): Promise<MailReport> {
  const { notifications } = ctx.services.config;
  const { subjects, cloud } = mailing;
  if (subjects.length === 0) return { mailed: [], skipped: [], failed: [], unreachable: [] };
  const people = await readPeople(ctx, cloud, subjects);
  const { notices, unreachable } = noticesOf(subjects, people, notifications);
  const known = { now: await ctx.now(), people };
  const { items } = await ctx.each(
    'mail',
    notices,
    { key: ({ address }) => address, maxFailures: Infinity },
    (step, notice) => sendNotice(step, mailing, notice, known),
  );
  const report = reportOf(notices, items, unreachable);
  const { failed, mailed, skipped } = report;
  if (failed.length > 0 || unreachable.length > 0) {
    fail(
      `${mailed.length} mailed, ${skipped.length} skipped, ${failed.length} failed; ` +
        `nobody can be told about ${unreachable.length}`,
      report,
    );
  }
  return report;
}

async function sendNotice<S extends Subject>(
  step: RunContext<Services>,
  { input, render }: Mailing<S>,
  notice: Notice<S>,
  { now, people }: { now: string; people: People },
): Promise<Sent> {
  const { notifications } = step.services.config;
  const { remindAfter = notifications.remindAfter } = input;
  const ids = notice.subjects.map(({ id }) => id);
  const told = toldOf(ids, await earlierMails(step), { now, remindAfter });
  const due = notice.subjects.filter(({ id }) => isDue(told.get(id), now, remindAfter));
  if (due.length === 0) skip(`told less than ${remindAfter} days ago: ${lastOf(told)}`);
  const longest = due.map(({ id }) => told.get(id)).reduce(longer, undefined);
  const number = (longest?.times ?? 0) + 1;
  const escalates = notifications.escalateAfter !== undefined && number >= notifications.escalateAfter;
  const mail = letter({
    key: step.uuid(),
    to: [notice.address],
    cc: [...input.cc, ...(escalates ? [...notice.contacts, ...notifications.escalateTo] : [])],
    rendered: render({
      recipient: notice.name,
      subjects: due.map((subject) => ({
        ...subject,
        project: people.projects[subject.projectId]?.name ?? subject.projectId,
      })),
      reminder: reminderText(longest),
    }),
    subject: input.subject,
    redirectTo: input.redirectTo,
  });
  const account = step.services.email(notifications.account);
  const preview = account.preview(mail);
  const about = due.map(({ id, name }) => ({ id, name }));
  const { address, through } = notice;
  const sent: Sent = {
    address,
    through,
    subject: mail.subject,
    about,
    notice: number,
    messageId: preview.messageId,
    refused: [],
  };
  return await step.once(
    // A mail for trying tells nobody anything: it has another name in the audit trail.
    input.redirectTo === undefined ? SENT : 'sent elsewhere',
    async () => ({ ...sent, refused: refusedOf(await account.send(mail)) }),
    { assume: sent, preview: () => ({ mail: preview }) },
  );
}

const isDue = (told: Told | undefined, now: string, remindAfter: number): boolean =>
  told === undefined || Date.parse(now) - Date.parse(told.last) >= remindAfter * 86_400_000;

const lastOf = (told: ReadonlyMap<string, Told>): string =>
  [...told.values()]
    .map(({ last }) => last)
    .sort()
    .at(-1) ?? '';

const longer = (a: Told | undefined, b: Told | undefined): Told | undefined =>
  (b?.times ?? 0) > (a?.times ?? 0) ? b : a;

function reportOf<S extends Subject>(
  notices: readonly Notice<S>[],
  items: EachReport<Sent>['items'],
  unreachable: readonly S[],
): MailReport {
  const brief = (subjects: readonly S[]) => subjects.map(({ id, name }) => ({ id, name }));
  const those = (status: 'skipped' | 'failed') =>
    items.flatMap((item, index) => {
      const notice = notices[index];
      if (item.status !== status || notice === undefined) return [];
      return [{ address: notice.address, about: brief(notice.subjects), why: item.why ?? 'no reason given' }];
    });
  return {
    mailed: items.flatMap(({ value }) => (value === undefined ? [] : [value])),
    skipped: those('skipped'),
    failed: those('failed'),
    unreachable: brief(unreachable),
  };
}
