import { mailCases } from './mail-cases.test-support.ts';
import { mailTest } from './mail-test.ts';

mailCases(mailTest, {
  input: { to: ['ada@example.test'], message: 'Does this arrive?' },
  bad: { input: { to: [], message: '' }, faults: ['to', 'message'] },
  nothing: false,
  mails: ['ada@example.test: Test mail'],
  says: { 'ada@example.test': /Dear all, Does this arrive\?/ },
  stride: 3,
});
