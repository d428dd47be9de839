import { type EachReport, type RunContext, fail } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { MailReport } from './mail-report.ts';
import { type Notice, type Subject, noticesOf } from './notice.ts';
import { readPeople } from './people.ts';
import { type Mailing, type Sent, sendNotice } from './send-notice.ts';

// A mail of which a person has to say whether it was sent shall not keep the others.
const AT_ONCE = 2;

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
    { key: ({ address }) => address, concurrency: AT_ONCE, maxFailures: Infinity },
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
