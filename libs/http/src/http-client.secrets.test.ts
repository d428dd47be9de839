import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Secret, UnknownInPlan, unknown } from '@opsbook/context';
import { ClientBench, httpErrorOf } from './testing/client-bench.ts';

let bench: ClientBench;

beforeEach(async () => {
  bench = new ClientBench();
  await bench.start();
});

afterEach(() => bench.stop());

const everything = (value: unknown) =>
  inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null });

const login = (password: Secret, token: Secret) =>
  ({
    method: 'POST',
    url: '/login?api_key=url-key-value',
    headers: { 'x-auth-token': token },
    body: { password, plain: 'body-marker' },
    label: 'log in',
  }) as const;

it.each([
  ['an error status', { status: 401 }],
  ['a broken connection', { cut: 'after' }],
  ['a truncated answer', { cut: 'truncated' }],
  ['a time-out', { hang: true }],
] as const)('%s shows no secret in any field of the error or the log', async (_what, fault) => {
  const answered = {
    ...fault,
    headers: { 'x-subject-token': 'issued-token', 'set-cookie': 'session=cookie-value' },
    body: { error: "password 'hunter2-p' with token header-token was refused for url-password" },
  };
  bench.server.route('POST', '/login', () => ({ status: 200, body: {} }));
  bench.server.fault.next('POST /login', 'status' in fault ? { ...answered, status: fault.status } : fault);
  const url = bench.server.url.replace('http://', 'http://operator:url-password@');
  const client = bench.client({ baseUrl: url, headers: { 'x-other-token': 'client-token' } });
  const error = await httpErrorOf(client.request(login(new Secret('hunter2-p'), new Secret('header-token'))));
  const shown = everything([error, error.cause, error.stack, bench.log, JSON.stringify(error)]);
  for (const secret of [
    'hunter2-p',
    'header-token',
    'client-token',
    'url-password',
    'url-key-value',
    'issued-token',
    'cookie-value',
    'body-marker',
  ]) {
    expect(shown).not.toContain(secret);
  }
  expect(shown).toContain('log in: POST http://127.0.0.1');
});

it.each([
  ['text', 'text/html', '<h1>password-in-text</h1>'],
  ['text that promises to be JSON', 'application/json', '<h1>password-in-text</h1>'],
  ['a long text', 'application/json', JSON.stringify(['password-in-text', 'x'.repeat(70_000)])],
])('%s in an answer is shown without secrets', async (_what, type, body) => {
  new Secret('password-in-text');
  bench.server.route('GET', '/', () => ({ status: 400, headers: { 'content-type': type }, body }));
  const error = await httpErrorOf(bench.client().request({ method: 'GET', url: '/' }));
  expect(String(error.body)).toContain('***');
  expect(everything(error)).not.toContain('password-in-text');
});

it('what is sent is the secret itself', async () => {
  bench.server.route('POST', '/login', () => ({ status: 200 }));
  await bench.client().request(login(new Secret('hunter2-q'), new Secret('header-token-q')));
  expect(bench.server.requests[0]).toMatchObject({
    headers: { 'x-auth-token': 'header-token-q' },
    body: { password: 'hunter2-q' },
  });
});

it('a user and password in the URL are sent as basic authentication', async () => {
  bench.server.route('GET', '/', () => ({ status: 200 }));
  const url = bench.server.url.replace('http://', 'http://operator:p%40ss@');
  await bench.client({ baseUrl: url }).request({ method: 'GET', url: '/' });
  const basic = Buffer.from('operator:p@ss').toString('base64');
  expect(bench.server.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
});

it('a value that is unknown in a plan comes through before the guard is asked or anything is sent', async () => {
  const guard = {
    check: () => {
      throw new Error('asked');
    },
  };
  const request = { method: 'POST', url: '/x', body: { id: unknown('project.id') as unknown } } as const;
  await expect(bench.client({ guard }).request(request)).rejects.toThrow(UnknownInPlan);
  expect(bench.server.requests).toEqual([]);
});
