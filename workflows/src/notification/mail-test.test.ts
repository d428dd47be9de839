import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mailCases } from './mail-cases.test-support.ts';
import { type MailSite, mailSite } from './mail-site.test-support.ts';
import { mailTest } from './mail-test.ts';

mailCases(mailTest, {
  input: { to: ['ada@example.test'], message: 'Does this arrive?' },
  bad: { input: { to: [], message: '' }, faults: ['to', 'message'] },
  nothing: false,
  mails: ['ada@example.test: Test mail'],
  says: { 'ada@example.test': /Dear all, Does this arrive\?/ },
  stride: 3,
});

let site: MailSite;
beforeAll(async () => {
  site = await mailSite();
});
afterAll(() => site.stop());

it('has failed where one of those it is for was refused, and not for a copy', async () => {
  site.email.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'bob@example.test' });
  const given = { to: ['ada@example.test'], cc: ['bob@example.test'] };
  const refused = [{ address: 'bob@example.test', why: expect.stringContaining('No such user') }];
  expect(await site.run(mailTest, given)).toMatchObject({ status: 'done', output: { refused } });
  expect(await site.run(mailTest, { to: [...given.to, ...given.cc] })).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('bob@example.test') },
    output: { messageId: expect.any(String), refused },
  });
});
