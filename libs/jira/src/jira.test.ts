import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  EffectRefused,
  type Guard,
  type GuardedRequest,
  Secret,
  readOnly,
  sleep,
  unknown,
  unrestricted,
} from '@opsbook/context';
import { type JiraOptions, isJiraError, jira, jql } from './index.ts';
import { type SimulatedJira, errorOf, simulatedJira } from './simulated-jira.test-support.ts';

const faultsOf = (options: unknown): readonly string[] => {
  try {
    jira(options as JiraOptions).close();
  } catch (error) {
    if (isJiraError(error) && error.code === 'JIRA_CONFIG') return error.faults;
    throw error;
  }
  return [];
};

describe('options', () => {
  const cloud = {
    url: 'https://x.atlassian.net',
    deployment: 'cloud',
    auth: { email: 'a@b.c', apiToken: 't' },
  } as const;

  test('that are right are taken', () => {
    expect(faultsOf(cloud)).toEqual([]);
    expect(faultsOf({ ...cloud, deployment: 'data-center', auth: { token: new Secret('pat-1') } })).toEqual([]);
    expect(faultsOf({ ...cloud, deployment: 'data-center', auth: { username: 'u', password: 'p' } })).toEqual([]);
  });

  test('that are wrong are all told', () => {
    expect(faultsOf({ url: 'x', deployment: 'cloud', auth: { token: 't' } })).toEqual([
      'url: no http or https URL',
      'auth: cloud wants email and apiToken',
    ]);
    const url = 'https://u:p@x/rest/api/2?a=b';
    expect(faultsOf({ url, deployment: 'data-center', auth: { username: 'a:b', password: 'p' } })).toEqual([
      'url: credentials belong in auth',
      'url: has a query or a fragment',
      'url: give the base URL, without /rest or /browse',
      'auth.username: basic authentication has no place for a colon',
    ]);
    expect(faultsOf({ ...cloud, auth: { email: 'a@b.c', apiToken: '' } })).toEqual([
      'auth.apiToken: is empty, or begins or ends with white space',
    ]);
    expect(faultsOf({ ...cloud, deployment: 'data-center', auth: { token: new Secret('pat-2\n') } })).toEqual([
      'auth.token: is empty, or begins or ends with white space',
    ]);
    expect(faultsOf({ ...cloud, deployment: 'data-center' })).toEqual([
      'auth: data-center wants token, or username and password',
    ]);
  });
});

describe('logging in', () => {
  let bench: SimulatedJira;
  afterEach(() => bench.stop());

  test('Cloud: basic with e-mail and token; what is wrong is told although Jira goes on as anonymous', async () => {
    bench = await simulatedJira();
    bench.sim.addIssue();
    await bench.client().issues.get('OPS-1');
    const sent = Buffer.from('robot@example.com:simulated-secret').toString('base64');
    expect(bench.sim.requests.at(-1)?.headers['authorization']).toBe(`Basic ${sent}`);
    const wrong = () => bench.client({ auth: { email: 'robot@example.com', apiToken: 'wrong-token' } });
    const requests = [
      () => wrong().issues.get('OPS-1'),
      () => wrong().issues.search(jql`project = ${'OPS'}`),
      () => wrong().users.myself(),
    ];
    for (const request of requests) {
      const error = await errorOf(request());
      expect([error.code, error.kind]).toEqual(['JIRA_UNAUTHORIZED', 'unauthorized']);
      expect(JSON.stringify([error, error.message, error.cause])).not.toContain('wrong-token');
    }
  });

  test('Data Center: bearer, or basic, which ends in a CAPTCHA', async () => {
    bench = await simulatedJira({ deployment: 'data-center', failedLogins: 2 });
    await bench.client().users.myself();
    expect(bench.sim.requests.at(-1)?.headers['authorization']).toBe('Bearer simulated-secret');
    const right = bench.client({ auth: { username: 'robot', password: 'simulated-secret' } });
    expect((await right.users.myself()).name).toBe('robot');
    const wrong = () => bench.client({ auth: { username: 'robot', password: 'guess' } });
    const codes: string[] = [];
    for (const client of [wrong(), wrong(), wrong(), right]) codes.push((await errorOf(client.users.myself())).code);
    expect(codes).toEqual(['JIRA_UNAUTHORIZED', 'JIRA_UNAUTHORIZED', 'JIRA_CAPTCHA', 'JIRA_CAPTCHA']);
    expect((await errorOf(right.users.myself())).message).toContain('solve the CAPTCHA');
  });

  test.each(['cloud', 'data-center'] as const)('%s: a wrong password is sent once', async (deployment) => {
    bench = await simulatedJira({ deployment });
    const auth =
      deployment === 'cloud'
        ? { email: 'robot@example.com', apiToken: 'no-token' }
        : { username: 'robot', password: 'no-password' };
    const wrong = bench.client({ auth });
    const together = await Promise.all([1, 2, 3, 4].map(() => errorOf(wrong.users.myself())));
    const later = await errorOf(wrong.comments.add('OPS-1', { body: 'x' }));
    for (const error of [...together, later]) {
      expect([error.code, error.status, error.outcomeUnknown]).toEqual(['JIRA_UNAUTHORIZED', 401, false]);
    }
    expect(later.message).toMatch(
      /^comment on OPS-1: not sent, as Jira has refused these credentials before \(look who/,
    );
    expect(bench.sim.requests).toHaveLength(1);
  });

  test('with a password all wait for the first answer, whatever that is, and for no other', async () => {
    bench = await simulatedJira({ deployment: 'data-center' });
    bench.sim.addIssue();
    const { issues, users } = bench.client({
      auth: { username: 'robot', password: 'simulated-secret' },
      http: { retries: 0 },
    });
    const ended: string[] = [];
    const noting = (name: string, request: Promise<unknown>) =>
      request.then(
        () => ended.push(name),
        () => ended.push(`${name} failed`),
      );
    bench.sim.fault.next('GET /rest/api/2/issue/OPS-1', { hang: true });
    await Promise.all([noting('first', issues.get('OPS-1')), noting('second', users.myself())]);
    bench.sim.fault.next('GET /rest/api/2/issue/OPS-1', { hang: true });
    const later = sleep(bench.clock, 30_000).then(() => users.myself());
    await Promise.all([noting('third', issues.get('OPS-1')), noting('fourth', later)]);
    expect(ended).toEqual(['first failed', 'second', 'fourth', 'third failed']);
  });
});

describe('the guard', () => {
  let bench: SimulatedJira;
  beforeEach(async () => {
    bench = await simulatedJira();
    bench.sim.addIssue({ labels: ['m'] });
  });
  afterEach(() => bench.stop());

  test('lets everything pass that only looks, and refuses every change by its name', async () => {
    const { issues, comments, transitions, attachments, users, serviceDesk } = bench.client({ guard: readOnly });
    await issues.findMarked('OPS', 'm');
    await comments.findMarked('OPS-1', 'm');
    expect(await issues.ensure({ project: 'OPS', type: 'Task', summary: 'x', marker: 'm' })).toMatchObject({
      outcome: 'found',
    });
    expect(await transitions.move('OPS-1', 'Open')).toMatchObject({ changed: false });
    await serviceDesk.fields('OPS', 'Add user');
    const changes = [
      () => issues.create({ project: 'OPS', type: 'Task', summary: 'x' }),
      () => issues.update('OPS-1', { addLabels: ['a'] }),
      () => issues.setProperty('OPS-1', 'a', {}),
      () => issues.link({ from: 'OPS-1', type: 'Blocks', to: 'OPS-1' }),
      () => comments.add('OPS-1', { body: 'x' }),
      () => comments.ensure('OPS-1', { body: 'x', marker: 'n' }),
      () => transitions.move('OPS-1', 'In Progress'),
      () => transitions.perform('OPS-1', 'Wait'),
      () => attachments.upload('OPS-1', { filename: 'x', content: 'x' }),
      () => users.assign('OPS-1', null),
      () => users.addWatcher('OPS-1', { accountId: 'bob' }),
      () => serviceDesk.create({ serviceDesk: 'OPS', requestType: 'Add user', summary: 'x' }),
    ];
    for (const change of changes) await expect(change()).rejects.toBeInstanceOf(EffectRefused);
    expect(bench.changes()).toBe(0);
  });

  test('is told what is being done', async () => {
    const asked: GuardedRequest[] = [];
    const guard: Guard = { check: (request) => void asked.push(request) };
    await bench.client({ guard }).comments.add('OPS-1', { body: 'x' });
    const path = `${bench.sim.url}/rest/api/3/issue/OPS-1/comment`;
    expect(asked).toEqual([{ effect: 'change', summary: `POST ${path} (comment on OPS-1)` }]);
  });

  test('what a plan does not know is not sent', async () => {
    const key: string = unknown('the issue');
    await expect(bench.client().issues.get(key)).rejects.toMatchObject({ code: 'UNKNOWN_IN_PLAN' });
    await expect(bench.client().comments.add('OPS-1', { body: key })).rejects.toMatchObject({
      code: 'UNKNOWN_IN_PLAN',
    });
    expect(bench.sim.requests).toHaveLength(0);
  });
});

describe('errors', () => {
  let bench: SimulatedJira;
  beforeEach(async () => {
    bench = await simulatedJira();
    bench.sim.addIssue();
  });
  afterEach(() => bench.stop());

  const PAGE = '<html><head><title>503</title></head><body><h1>Jira is down</h1></body></html>';
  const json = (...errorMessages: string[]) => ({ errorMessages, errors: {} });

  test.each([
    [400, json('No.'), 'JIRA_BAD_REQUEST', 'No.'],
    [400, { errorMessages: ['Both.'], errors: { summary: 'Too long.' } }, 'JIRA_FIELDS', 'Both.; summary: Too long.'],
    [401, { message: 'Who?' }, 'JIRA_UNAUTHORIZED', 'Who?'],
    [403, json('Not you.'), 'JIRA_FORBIDDEN', 'Not you.'],
    [404, json('Gone.'), 'JIRA_NOT_FOUND', 'Gone.'],
    [404, PAGE, 'JIRA_UNAVAILABLE', 'Jira is down'],
    [404, { errorMessage: 'No such desk.' }, 'JIRA_NOT_FOUND', 'No such desk.'],
    [409, json('Changed.'), 'JIRA_CONFLICT', 'Changed.'],
    [429, json('Slow.'), 'JIRA_RATE_LIMITED', 'Slow.'],
    [500, json('Internal.'), 'JIRA_UNAVAILABLE', 'Internal.'],
    [503, PAGE, 'JIRA_UNAVAILABLE', 'Jira is down'],
    [504, '', 'JIRA_TIMEOUT', undefined],
  ])('%i %j is %s', async (status, body, code, message) => {
    bench.sim.fault.always('GET /rest/api/3/issue/OPS-1', {
      status,
      body,
      headers: { 'atl-traceid': 'trace-9', ...(status === 429 && { 'retry-after': '301' }) },
    });
    const error = await errorOf(bench.client({ http: { retries: 0 } }).issues.get('OPS-1'));
    expect(error).toMatchObject({ code, status, serviceMessage: message, requestId: 'trace-9', outcomeUnknown: false });
    expect(error.message).toContain('read OPS-1');
    if (message !== undefined) expect(error.message).toContain(message);
  });

  test.each([
    ['a page of HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE }, 'JIRA_UNAVAILABLE', true],
    ['a redirect to a login page', { status: 302, headers: { location: '/login?t=a' } }, 'JIRA_UNAVAILABLE', false],
    ['an answer that is none', { status: 201, body: { ok: true } }, 'JIRA_UNAVAILABLE', true],
    ['a truncated answer', { cut: 'truncated' }, 'JIRA_UNAVAILABLE', true],
    ['silence', { hang: true }, 'JIRA_TIMEOUT', true],
    ['a gateway that lost Jira', { status: 502, body: PAGE }, 'JIRA_UNAVAILABLE', true],
    ['a refusal', { status: 400, body: json('No.') }, 'JIRA_BAD_REQUEST', false],
  ] as const)('%s to a change', async (_name, fault, code, outcomeUnknown) => {
    bench.sim.fault.always('POST /rest/api/3/issue/OPS-1/comment', fault);
    const error = await errorOf(bench.client().comments.add('OPS-1', { body: 'x' }));
    expect([error.code, error.outcomeUnknown]).toEqual([code, outcomeUnknown]);
    expect(error.message).not.toContain('t=a');
    expect(bench.sim.requests).toHaveLength(1);
  });

  test.each([
    ['x-seraph-loginreason', 'AUTHENTICATION_DENIED'],
    ['x-authentication-denied-reason', 'CAPTCHA_CHALLENGE; login-url=http://jira/login.jsp'],
  ])('a CAPTCHA is told from %s alone', async (name, value) => {
    bench.sim.fault.next('GET /**', { status: 403, headers: { [name]: value } });
    expect((await errorOf(bench.client().users.myself())).code).toBe('JIRA_CAPTCHA');
  });

  test('a rate limit is waited out, a change too', async () => {
    bench.sim.fault.next('POST /rest/api/3/issue/OPS-1/comment', { status: 429, headers: { 'retry-after': '60' } });
    const before = bench.clock.now();
    await bench.client().comments.add('OPS-1', { body: 'x' });
    expect([bench.clock.now() - before, bench.sim.issue('OPS-1').comments.length]).toEqual([60_000, 1]);
  });

  test('no connection, an abort, a closed client', async () => {
    const client = bench.client({ http: { retries: 0 } });
    const signal = AbortSignal.abort(new Error('enough'));
    const context = { guard: unrestricted, clock: bench.clock, signal };
    expect((await errorOf(bench.client({ context }).issues.get('OPS-1'))).code).toBe('JIRA_ABORTED');
    await bench.sim.stop();
    expect((await errorOf(client.issues.get('OPS-1'))).code).toBe('JIRA_UNAVAILABLE');
    client.close();
    expect((await errorOf(client.issues.get('OPS-1'))).code).toBe('JIRA_ABORTED');
  });

  test.each(['', 'OPS', 'OPS-0', 'OPS-1/../../x', 'OPS-1?a=b', '../1', '12a', 'OPS-1 '])(
    '%j is no issue',
    async (key) => {
      expect((await errorOf(bench.client().issues.get(key))).code).toBe('JIRA_INVALID_INPUT');
      expect(bench.sim.requests).toHaveLength(0);
    },
  );
});

describe('users', () => {
  test('are found by e-mail, hidden or not, and told apart', async () => {
    const users = [
      { id: 'robot', displayName: 'Robot', email: 'robot@example.com' },
      { id: 'c1', displayName: 'Cy', email: 'cy@example.com', hidesEmail: true },
      { id: 'c2', displayName: 'Cy', email: 'cy@example.com.au' },
      { id: 'd1', displayName: 'Di', email: 'di@example.com', hidesEmail: true },
      { id: 'd2', displayName: 'Di', email: 'di@example.com', hidesEmail: true },
      { id: 'e1', displayName: 'Ed', email: 'ed@example.com', active: false },
    ];
    const bench = await simulatedJira({ users });
    const found = bench.client().users;
    expect((await found.findByEmail('robot@EXAMPLE.com')).accountId).toBe('robot');
    expect((await found.findByEmail('cy@example.com')).accountId).toBe('c1');
    const several = await errorOf(found.findByEmail('di@example.com'));
    expect([several.code, several.message]).toEqual([
      'JIRA_AMBIGUOUS',
      'find the user di@example.com: several fit: Di (d1), Di (d2)',
    ]);
    expect((await errorOf(found.findByEmail('ed@example.com'))).code).toBe('JIRA_NOT_FOUND');
    await bench.stop();
  });
});
