import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type MailSite, crashMails, expectSame, mailSite } from './mail-site.test-support.ts';

export interface MailCases {
  input: object;
  /** An input with faults, and their paths. */
  bad: { input: object; faults: string[] };
  /** What there is to tell; nothing without it. */
  story?: (site: MailSite) => void | Promise<void>;
  /** In place of the input, where there is nothing to tell whatever the cloud looks like; false: there always is. */
  nothing?: object | false;
  /** `address: subject` of each mail, sorted. */
  mails: string[];
  /** What the mail to an address says. */
  says: Record<string, RegExp>;
  /** Every how manieth write the crash case tries in `npm test`; default 9. */
  stride?: number;
}

/** The cases that every mail runbook has. */
export function mailCases(runbook: AnyRunbook<Services>, cases: MailCases): void {
  const { input, bad, story = () => undefined, nothing = {}, mails, says, stride = 9 } = cases;
  let site: MailSite;
  beforeEach(async () => {
    site = await mailSite();
  });
  afterEach(() => site.stop());
  const [first = ''] = mails;
  const address = first.split(':')[0] ?? '';

  it('sends the mails that the story asks for', async () => {
    await story(site);
    const run = await site.run(runbook, input);
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(site.mails()).toEqual(mails);
    for (const [to, words] of Object.entries(says)) expect(site.text(to).replace(/\s+/g, ' ')).toMatch(words);
  });

  if (nothing !== false) {
    it('sends nothing where there is nothing to tell', async () => {
      const run = await site.run(runbook, { ...input, ...nothing });
      expect(run).toMatchObject({ status: 'done', changed: false });
      expect(site.mails()).toEqual([]);
    });
  }

  it('shows every mail in its plan, and sends none', async () => {
    await story(site);
    const plan = await site.plan(runbook, input);
    expect(plan.changes).toBe(mails.length);
    for (const mail of mails) expect(JSON.stringify(plan.steps)).toContain(mail.slice(mail.indexOf(': ') + 2));
    expect(site.mails()).toEqual([]);
    expect(site.changes()).toEqual([]);
  });

  it('refuses bad input, all of it at once', async () => {
    const refused = await site.run(runbook, bad.input).catch((error: unknown) => error);
    const { code, details } = refused as { code?: string; details: { faults: { path: string }[] } };
    expect(code).toBe('INVALID_INPUT');
    expect(details.faults.map(({ path }) => path)).toEqual(bad.faults);
  });

  it('says what the mail server refused, and sends it when it is run again', async () => {
    await story(site);
    site.email.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address });
    const run = await site.run(runbook, input);
    expect(run.status).toBe('failed');
    expect(JSON.stringify([run.error, run.output])).toContain('No such user here');
    site.email.fault.clear();
    expect((await site.run(runbook, input)).status).toBe('done');
    expect(site.mails()).toEqual(mails);
  });

  it('sends each mail once, however its process dies', async () => {
    expectSame(await crashMails({ runbook, input, story, stride }), mails.length);
  });
}
