import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EffectRefused, Secret, readOnly } from '@opsbook/context';
import { errorOf } from './contract/error-of.ts';
import { isStackStormError, stackstorm } from './index.ts';
import { simulatedStackStorm } from './simulated-stackstorm.test-support.ts';

let given: Awaited<ReturnType<typeof simulatedStackStorm>>;
beforeEach(async () => {
  given = await simulatedStackStorm();
});
afterEach(() => given.stop());

const logins = () => given.sim.requests.filter(({ path }) => path === '/auth/v1/tokens').length;
const posts = (path: string) =>
  given.sim.requests.filter((request) => request.method === 'POST' && request.path === path).length;
const local = (cmd = 'echo hello') => ({ action: 'core.local', parameters: { cmd } });

describe('a client', () => {
  test('names every fault of its options before anything is sent', () => {
    const auth = { username: 'a:b', password: 'p' };
    expect(() => stackstorm({ apiUrl: 'ftp://x', auth, pageSize: 0 })).toThrow(
      expect.objectContaining({
        code: 'STACKSTORM_CONFIG',
        faults: [
          'apiUrl: no http or https URL',
          'auth.username: basic authentication has no place for a colon',
          'authUrl: needed to log in with a name and password',
          'pageSize: no number above 0',
        ],
      }),
    );
    expect(() => stackstorm({ auth: { apiKey: 'k' } })).toThrow('url, apiUrl: give one of them');
  });

  test('takes the addresses of the services one by one, with or without their version', async () => {
    const { sim } = given;
    const parts = { apiUrl: `${sim.url}/api/v1/`, authUrl: `${sim.url}/auth`, streamUrl: `${sim.url}/stream/v1` };
    const { clock } = given;
    const context = { clock, guard: readOnly };
    const client = stackstorm({ ...parts, auth: { username: 'st2admin', password: 'contract' }, context });
    expect(await client.keys.list()).toEqual([]);
    client.close();
  });

  test('as an action has one: a token, and the address of the API alone', async () => {
    const client = stackstorm({
      apiUrl: `${given.sim.url}/api/v1`,
      auth: { token: new Secret(given.sim.addToken()) },
      context: { clock: given.clock, guard: { check: () => undefined } },
    });
    const { id } = await client.executions.create(local());
    expect((await client.executions.wait(id)).status).toBe('succeeded');
    expect(given.sim.requests.filter(({ path }) => path.startsWith('/stream'))).toEqual([]);
    await expect(client.stream.events().next()).rejects.toMatchObject({ code: 'STACKSTORM_CONFIG' });
    client.close();
  });

  test('shows its password, tokens and keys nowhere', async () => {
    const token = given.sim.addToken('st2admin', 1);
    await given.wait(2);
    for (const auth of [
      { username: 'st2admin', password: new Secret('pass-phrase-1') },
      { apiKey: 'api-key-in-the-clear' },
      { token },
    ]) {
      const client = given.client({ auth });
      const error = await errorOf(client.keys.list());
      expect(error.code).toBe('STACKSTORM_UNAUTHORIZED');
      const seen = inspect([client, error], { depth: 9, showHidden: true });
      for (const secret of ['pass-phrase-1', 'api-key-in-the-clear', token]) expect(seen).not.toContain(secret);
    }
  });

  test('asks the guard: logging in and matching an alias are reads though they are sent by POST', async () => {
    const asked: string[] = [];
    const client = given.client({
      guard: { check: ({ effect, summary }) => void asked.push(`${effect}: ${summary}`) },
    });
    given.sim.addAlias('core.say', { action: 'core.local', formats: ['say {{cmd}}'] });
    await client.aliases.match('say hello');
    await client.keys.set('a', { value: 'b' });
    await client.keys.delete('a');
    expect(asked.map((one) => one.replace(given.sim.url, ''))).toEqual([
      'read: POST /auth/v1/tokens (log in as st2admin)',
      "read: POST /api/v1/actionalias/match (match 'say hello')",
      'change: PUT /api/v1/keys/a (set key a)',
      'change: DELETE /api/v1/keys/a?scope=st2kv.system (delete key a)',
    ]);
  });

  test('that only looks sends no change', async () => {
    const client = given.client({ guard: readOnly });
    await expect(client.executions.create(local())).rejects.toThrow(EffectRefused);
    expect(given.sim.executions).toEqual([]);
    expect(await client.executions.list()).toEqual([]);
  });

  test('that is closed is refused', async () => {
    const client = given.client();
    client.close();
    expect((await errorOf(client.keys.list())).code).toBe('STACKSTORM_ABORTED');
  });
});

describe('a login', () => {
  test('is made once for all who need it', async () => {
    const client = given.client();
    await Promise.all([client.keys.list(), client.rules.list(), client.actions.list()]);
    expect(logins()).toBe(1);
  });

  test('is renewed before its token ends', async () => {
    const client = given.client({ auth: { username: 'st2admin', password: 'contract', ttl: 600 } });
    await client.keys.list();
    await given.wait(530);
    await client.keys.list();
    expect(logins()).toBe(1);
    await given.wait(15);
    await client.keys.list();
    expect(logins()).toBe(2);
    expect(given.sim.requests.some(({ status }) => status === 401)).toBe(false);
  });

  test('is renewed after a 401, also for a change, which is made once', async () => {
    const client = given.client();
    await client.keys.list();
    given.sim.expireTokens();
    const made = await Promise.all([client.executions.create(local()), client.executions.create(local())]);
    expect(given.sim.executions.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect(logins()).toBe(2);
  });

  test('that helps nothing is told, after one renewal', async () => {
    given.sim.fault.always('GET /api/v1/keys', { status: 401, body: { faultstring: 'Unauthorized' } });
    const error = await errorOf(given.client().keys.list());
    expect([error.code, error.serviceMessage]).toEqual(['STACKSTORM_UNAUTHORIZED', 'Unauthorized']);
    expect(logins()).toBe(2);
  });

  test('that fails is tried anew by the next request', async () => {
    given.sim.fault.next('POST /auth/v1/tokens', { status: 500, body: { faultstring: 'Internal Server Error' } });
    const client = given.client();
    expect((await errorOf(client.keys.list())).code).toBe('STACKSTORM_UNAVAILABLE');
    expect(await client.keys.list()).toEqual([]);
  });

  test('for longer than StackStorm gives is refused by it', async () => {
    const client = given.client({ auth: { username: 'st2admin', password: 'contract', ttl: 86_401 } });
    const error = await errorOf(client.keys.list());
    expect([error.code, error.serviceMessage]).toEqual([
      'STACKSTORM_BAD_REQUEST',
      'TTL specified 86401 is greater than max allowed 86400.',
    ]);
  });
});

describe('a page, a break or silence in the place of an answer', () => {
  test.each<[string, Parameters<typeof given.sim.fault.next>[1], string, boolean]>([
    ['a page of HTML', { status: 200, body: '<html><body>Welcome</body></html>' }, 'STACKSTORM_UNAVAILABLE', true],
    ['a gateway', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }, 'STACKSTORM_UNAVAILABLE', true],
    ['an overloaded one', { status: 503, body: 'busy' }, 'STACKSTORM_UNAVAILABLE', false],
    ['a proxy that knows no such path', { status: 404, body: 'no such page' }, 'STACKSTORM_UNAVAILABLE', false],
    ['a redirect', { status: 302, headers: { location: '/login' } }, 'STACKSTORM_UNAVAILABLE', false],
    [
      'an error of its own',
      { status: 500, body: { faultstring: 'Internal Server Error' } },
      'STACKSTORM_UNAVAILABLE',
      false,
    ],
    ['a role that is missing', { status: 403, body: { faultstring: 'no' } }, 'STACKSTORM_FORBIDDEN', false],
    ['a connection cut midway', { cut: 'truncated' }, 'STACKSTORM_UNAVAILABLE', true],
    ['a connection cut after the work', { cut: 'after' }, 'STACKSTORM_UNAVAILABLE', true],
    ['a server that never answers', { hang: true }, 'STACKSTORM_TIMEOUT', true],
  ])('%s', async (_, fault, code, outcomeUnknown) => {
    given.sim.fault.next('POST /api/v1/executions', fault);
    const error = await errorOf(given.client().executions.create(local()));
    expect([error.code, error.outcomeUnknown]).toEqual([code, outcomeUnknown]);
    expect(isStackStormError(error)).toBe(true);
    expect(posts('/api/v1/executions')).toBe(1);
  });

  test('whether an execution without an answer was noted, its trace tag tells', async () => {
    given.sim.fault.next('POST /api/v1/executions', { cut: 'after' });
    const client = given.client();
    const error = await errorOf(client.executions.create({ ...local(), traceTag: 'run-42' }));
    expect(error.outcomeUnknown).toBe(true);
    expect(await client.traces.executionsOf('run-42')).toEqual(given.sim.executions.map(({ id }) => id));
  });
});

describe('a list', () => {
  const filled = async (count: number) => {
    const client = given.client({ pageSize: 10 });
    for (let n = 0; n < count; n += 1) await client.keys.set(`key-${n}`, { value: String(n) });
    return client;
  };

  test.each([0, 9, 10, 11, 25])('of %i comes page by page', async (count) => {
    const client = await filled(count);
    const names = (await client.keys.list()).map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: count }, (_, n) => `key-${n}`));
  });

  test('goes on where a token ended midway: nothing is missing, nothing is there twice', async () => {
    const client = given.client({ pageSize: 2 });
    for (let n = 0; n < 7; n += 1) await client.executions.create(local(`echo ${n}`));
    given.sim.fault.next(
      'GET /api/v1/executions',
      { status: 401, body: { faultstring: 'Unauthorized' } },
      { after: 2 },
    );
    const found = await client.executions.list();
    expect(found.map(({ parameters }) => parameters['cmd'])).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `echo ${n}`));
  });

  test('that moves on while it is read names nothing twice', async () => {
    const client = given.client({ pageSize: 2 });
    for (let n = 0; n < 4; n += 1) await client.executions.create(local(`echo ${n}`));
    let created: Promise<unknown> | undefined;
    const check = ({ summary }: { summary: string }) => {
      if (summary.includes('offset=2')) created ??= client.executions.create(local('echo new'));
    };
    // The second page is cut out when the new one is there, which moves everything on by one.
    given.sim.fault.next('GET /api/v1/executions', { delay: 5 }, { after: 1 });
    const found = await given.client({ pageSize: 2, guard: { check } }).executions.list();
    await created;
    expect(found.map(({ parameters }) => parameters['cmd'])).toEqual([3, 2, 1, 0].map((n) => `echo ${n}`));
  });

  test('ends where it was told to', async () => {
    const client = given.client({ pageSize: 2 });
    for (let n = 0; n < 6; n += 1) await client.executions.create(local(`echo ${n}`));
    const found = await client.executions.list({ limit: 3 });
    expect(found.map(({ parameters }) => parameters['cmd'])).toEqual(['echo 5', 'echo 4', 'echo 3']);
  });

  test('of more than a user may ask for at once is refused by StackStorm', async () => {
    await given.stop();
    given = await simulatedStackStorm({ users: [{ name: 'reader', password: 'reader-1', admin: false }] });
    const auth = { username: 'reader', password: 'reader-1' };
    const error = await errorOf(given.client({ auth, pageSize: 101 }).executions.list());
    expect([error.code, error.serviceMessage]).toEqual([
      'STACKSTORM_FORBIDDEN',
      'Limit "101" specified, maximum value is "100"',
    ]);
  });
});

test('everything that is wrong with an execution is said at once, before anything is sent', async () => {
  const error = await errorOf(
    given.client().executions.create({ action: 'local', traceTag: 'a', traceId: 'b', delay: -1 }),
  );
  expect([error.code, error.faults]).toEqual([
    'STACKSTORM_INVALID_INPUT',
    ["action: 'local' is no pack.name", 'traceTag, traceId: give one of them', 'delay: no number of milliseconds'],
  ]);
  const parameters = { cmd: '{{ a }}', env: { B: ['{% b %}'] }, fine: 'text' };
  const templates = await errorOf(given.client().executions.create({ action: 'core.local', parameters }));
  expect(templates.code).toBe('STACKSTORM_TEMPLATE');
  expect(templates.faults.map((fault) => fault.split(' ')[0])).toEqual(['parameters.cmd', 'parameters.env.B[0]']);
  expect(given.sim.requests).toEqual([]);
});
