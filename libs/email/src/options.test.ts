import { expect, test } from '@jest/globals';
import { type EmailOptions, email, isEmailError } from './index.ts';

const faults = (options: EmailOptions): readonly string[] => {
  try {
    email(options);
    return [];
  } catch (error) {
    if (!isEmailError(error) || error.code !== 'EMAIL_CONFIG') throw error;
    return error.faults;
  }
};

test('options that are right', () => {
  expect(faults({ host: 'smtp.example.org' })).toEqual([]);
  expect(faults({ host: '::1', security: 'none', port: 2525, rate: { mails: 10 }, allow: ['*@example.org'] })).toEqual(
    [],
  );
});

test('every fault of the options is told at once, with its place', () => {
  const options = {
    host: 'smtp://x',
    port: 0,
    security: 'ssl' as 'tls',
    auth: { username: '', password: 'hunter2-hunter2' },
    from: 'nobody',
    replyTo: 'x\r\ny',
    clientName: 'a b',
    timeouts: { connect: 0 },
    sessions: 0,
    idle: -1,
    rate: { mails: 0, seconds: 0 },
    maxRequeues: 11,
    redirectTo: 'nobody',
    allow: [],
  };
  expect(faults(options).map((fault) => fault.split(':')[0])).toEqual([
    'from',
    'replyTo',
    'host',
    'port',
    'security',
    'auth.username',
    'clientName',
    'timeouts.connect',
    'sessions',
    'idle',
    'rate.mails',
    'rate.seconds',
    'maxRequeues',
    'redirectTo',
    'allow, redirectTo',
  ]);
});

test('a password is not sent in the clear', () => {
  const auth = { username: 'ops', password: 'hunter2-hunter2' };
  expect(faults({ host: 'localhost', security: 'none', auth })).toEqual([
    "auth: a password is not sent with security 'none'",
  ]);
});
