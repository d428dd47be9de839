import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EffectRefused, type Guard, defaultContext, readOnly, scrub } from '@opsbook/context';
import { SimulatorServer } from '@opsbook/http/testing';
import { checkConfig } from './check-config.ts';
import { connectServices } from './connect-services.ts';
import { isConfigError } from './errors.ts';
import { configOf } from './load/config-of.ts';
import { parseConfig } from './load/parse-config.ts';
import type { ConfigInput } from './schema/config-schema.ts';
import type { ServiceConnection } from './services.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

// Nothing listens there.
const NOWHERE = 'http://127.0.0.1:1';
const icinga = { url: NOWHERE, auth: { username: 'root', password: 'pw-of-icinga' } };
const FULL: ConfigInput = {
  alertmanager: { main: { url: NOWHERE } },
  prometheus: { main: { url: NOWHERE } },
  icinga: { main: icinga },
  jira: { main: { url: NOWHERE, deployment: 'data-center', auth: { token: 'pat-of-jira' } } },
  email: { main: { host: '127.0.0.1', port: 1, security: 'none', from: 'ops@example.test' } },
  webhooks: { chat: { url: `${NOWHERE}/secret-room` } },
  ssh: { hosts: { hv1: { hostname: '127.0.0.1', port: 1 } }, config: [], agent: false },
};

let services: ServiceConnection | undefined;
afterEach(() => services?.close());

function connect(input: ConfigInput, guard: Guard = defaultContext.guard): ServiceConnection {
  services = connectServices(configOf({ http: { retries: 0 }, ...input }), { ...defaultContext, guard }, { env: {} });
  return services;
}

function refusalOf(fn: () => unknown): string[] {
  try {
    fn();
  } catch (error) {
    if (isConfigError(error)) return [error.code, error.message];
    throw error;
  }
  return [];
}

/** The faults of a file, each with its line. */
function faultsOf(text: string): string[] {
  try {
    parseConfig({ path: '/etc/opsbook/opsbook.yaml', text }, { HOME: '/home/op' });
  } catch (error) {
    if (isConfigError(error)) return error.faults.map(({ line, path, message }) => `${line ?? ''} ${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('the entry that is meant', () => {
  const two = { a: icinga, b: icinga };

  it('is the one that is named, the usual one, the only one, or `default`', () => {
    const all = connect({ icinga: two, defaults: { icinga: 'b' } });
    expect(all.icinga()).toBe(all.icinga('b'));
    expect(all.icinga('a')).not.toBe(all.icinga('b'));
    const only = connect({ icinga: { a: icinga } });
    expect(only.icinga()).toBe(only.icinga('a'));
    const plain = connect({ icinga: { ...two, default: icinga } });
    expect(plain.icinga()).toBe(plain.icinga('default'));
  });

  it('is refused where it cannot be told', () => {
    expect(refusalOf(() => connect({ icinga: two }).icinga())).toEqual([
      'CONFIG_UNKNOWN_SERVICE',
      'which entry of icinga is meant? Set defaults.icinga to one of a, b',
    ]);
    expect(refusalOf(() => connect({ icinga: { main: icinga } }).icinga('mian'))).toEqual([
      'CONFIG_UNKNOWN_SERVICE',
      'icinga has no entry "mian"; did you mean main? Known are main',
    ]);
    expect(refusalOf(() => connect({ icinga: { main: icinga } }).icinga('constructor'))[0]).toBe(
      'CONFIG_UNKNOWN_SERVICE',
    );
  });

  it.each(['alertmanager', 'prometheus', 'icinga', 'jira', 'email', 'webhook'] as const)(
    'is asked for where there is no %s, with what to write',
    (kind) => {
      const section = kind === 'webhook' ? 'webhooks' : kind;
      const [code, message] = refusalOf(() => connect({})[kind]('main'));
      expect(code).toBe('CONFIG_NO_SERVICE');
      expect(message).toMatch(new RegExp(`no ${section} is configured: .*\\n  ${section}: `));
      // What it says to write is right.
      const written = message?.split('\n')[1] ?? '';
      const env = { ICINGA: 'x-icinga', JIRA: 'x-jira', CHAT_URL: 'https://chat.example.com/x' };
      expect(() => parseConfig({ path: '/x.yaml', text: written.trim() }, env)).not.toThrow();
    },
  );
});

describe('every client', () => {
  const changes: Record<string, (all: ServiceConnection) => Promise<unknown>> = {
    alertmanager: (all) => all.alertmanager().silences.expire('01234567-89ab-cdef-0123-456789abcdef'),
    icinga: (all) => all.icinga().downtimes.schedule({ host: 'hv1', comment: 'x', duration: 60 }),
    email: (all) => all.email().send({ to: 'ada@example.test', subject: 'x', text: 'x' }),
    ssh: (all) => all.ssh().exec('hv1', ['true']),
    webhook: (all) => all.webhook('chat').post({}),
  };

  it.each(Object.keys(changes))('asks the guard before it changes anything: %s', async (kind) => {
    const guard = {
      check: (request: Parameters<Guard['check']>[0]) => readOnly.check({ ...request, effect: 'change' }),
    };
    await expect(changes[kind]?.(connect(FULL, guard))).rejects.toThrow(EffectRefused);
  });

  it('is closed with the services', async () => {
    const all = connect(FULL);
    const [prometheus, monitoring, ssh] = [all.prometheus(), all.icinga(), all.ssh()];
    expect(all.prometheus()).toBe(prometheus);
    expect(all.ssh()).toBe(ssh);
    all.close();
    await expect(prometheus.query('up')).rejects.toMatchObject({ code: 'PROMETHEUS_ABORTED' });
    await expect(monitoring.hosts.list()).rejects.toMatchObject({ code: 'ICINGA_ABORTED' });
    await expect(ssh.exec('hv1', ['true'])).rejects.toMatchObject({ code: 'SSH_ABORTED' });
  });

  it('lets no secret of the configuration be seen', async () => {
    const all = connect(FULL);
    expect(JSON.stringify(all.config)).not.toMatch(/pw-of-icinga|pat-of-jira|secret-room/);
    expect(scrub('pw-of-icinga pat-of-jira')).toBe('*** ***');
    const error: unknown = await all
      .webhook('chat')
      .post({})
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unavailable', label: 'post to the webhook chat' });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret-room');
  });
});

describe('the check of the configuration', () => {
  it('tries every service, the failures of each being a result', async () => {
    const server = new SimulatorServer();
    const result = [1, '1'];
    const body = { status: 'success', data: { resultType: 'scalar', result } };
    server.route('POST', '/api/v1/query', () => ({ status: 200, body }));
    await server.start();
    const { alertmanager, email } = FULL;
    const input = {
      alertmanager,
      email,
      prometheus: { main: { url: server.url } },
      http: { retries: 0 },
    } as ConfigInput;
    const found: string[] = [];
    for await (const { service, ok } of checkConfig(configOf(input), { env: {}, clouds: ['gone'] })) {
      found.push(`${service} ${ok}`);
    }
    expect(found).toEqual([
      'configuration true',
      'gone identity false',
      'alertmanager main false',
      'prometheus main true',
      'email main false',
    ]);
    await server.stop();
  });
});

describe('certificates', () => {
  it('that cannot be read are told all at once, when the service is first asked for', () => {
    const tls = { ca: '/gone/ca.pem', cert: '/gone/own.pem' };
    const [code, message] = refusalOf(() => connect({ prometheus: { main: { url: NOWHERE, tls } } }).prometheus());
    expect(code).toBe('CONFIG_NOT_FOUND');
    for (const field of ['ca', 'cert', 'key'])
      expect(message).toContain(`prometheus.main.tls.${field}: the file /gone/`);
  });

  it('are given to the client', async () => {
    const ca = join(temporaryFolder({ 'ca.pem': 'no certificate' }), 'ca.pem');
    const all = connect({ prometheus: { main: { url: 'https://127.0.0.1:1', tls: { ca } } } });
    // Whatever it makes of this one: it was read.
    await expect(all.prometheus().query('up')).rejects.toMatchObject({ code: 'PROMETHEUS_UNAVAILABLE' });
  });
});

describe('a webhook', () => {
  it('gives the answer, cut', async () => {
    const server = new SimulatorServer();
    server.route('POST', '/room', () => ({ status: 202, body: 'y'.repeat(5000) }));
    await server.start();
    const auth = { token: 'token-of-chat' };
    const all = connect({ webhooks: { chat: { url: `${server.url}/room`, auth } } });
    expect(await all.webhook('chat').post({ text: 'hello' })).toEqual({ status: 202, body: 'y'.repeat(1000) });
    const [request] = server.requests;
    expect([request?.body, request?.headers['authorization']]).toEqual([{ text: 'hello' }, 'Bearer token-of-chat']);
    await server.stop();
  });

  it('is not given away by an answer that repeats its path, nor by another spelling of it', async () => {
    const path = '/services/T0AB1/B0CD2/never-to-be-seen-token';
    const server = new SimulatorServer();
    server.route('POST', path, () => ({ status: 404, body: `Cannot POST ${path}?sig=abc` }));
    await server.start();
    const all = connect({ webhooks: { chat: { url: `${server.url.replace('http:', 'HTTP:')}${path}?sig=abc` } } });
    const error: unknown = await all
      .webhook('chat')
      .post({})
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'not-found', message: expect.stringContaining('Cannot POST ***') });
    expect(JSON.stringify(error) + String(error)).not.toContain('never-to-be-seen');
    await server.stop();
  });
});

describe('the sections', () => {
  it('tell of values that are empty, and of names that no entry has', () => {
    expect(
      faultsOf(`webhooks:
  chat: { url: '', auth: { username: op } }
email:
  main: { host: mail }
jira:
  main: { url: 'https://x', deployment: cloud, auth: { email: a, apiToken: some-token } }
notifications: { account: mian }
maintenance:
  ticket: { project: OPS, jira: other }
`),
    ).toEqual([
      '2 webhooks.chat.url: is empty',
      '2 webhooks.chat.auth: needs username and password, or token alone',
      '7 notifications.account: email has no entry "mian"; did you mean main? Known are main',
      '9 maintenance.ticket.jira: jira has no entry "other". Known are main',
    ]);
  });

  it('tell every fault at once, each once', () => {
    expect(
      faultsOf(`clouds:
  prod: { alertmanager: main, icinga: mian }
defaults: { jira: main }
alertmanager:
  main: { url: 'ftp://x' }
icinga:
  main: { url: 'https://op:pw@icinga.example.com', auth: { username: x } }
webhooks:
  chat: { url: 'nowhere-at-all' }
email:
  main: { host: mail, allow: ['*@example.org'], redirectTo: x@example.org }
jira:
  cloud: { url: 'https://x.atlassian.net', deployment: cloud, auth: { token: some-token } }
prometheus:
  main: { url: 'http://x', auth: { username: op } }
ssh:
  agent: 7
`),
    ).toEqual([
      '2 clouds.prod.icinga: icinga has no entry "mian"; did you mean main? Known are main',
      '3 defaults.jira: jira has no entry "main". Known are cloud',
      '5 alertmanager.main.url: must be an address that begins with http:// or https://',
      '7 icinga.main.url: credentials belong in auth',
      '7 icinga.main.auth.password: is missing',
      '9 webhooks.chat.url: must be an address that begins with http:// or https://',
      '11 email.main.redirectTo: give allow or redirectTo, not both',
      '13 jira.cloud.auth: needs email and apiToken',
      '15 prometheus.main.auth: needs username and password, or token alone',
      '17 ssh.agent: must be a path or false',
    ]);
  });

  it('have paths that are relative to the file', () => {
    const text = `ssh: { keys: [{ path: ~/id }], knownHosts: [known], agent: agent.sock }
icinga: { main: { url: 'https://x', auth: { username: a, password: '\${env:PW}' }, tls: { ca: ca.pem } } }
`;
    const config = parseConfig({ path: '/etc/opsbook/opsbook.yaml', text }, { HOME: '/home/op', PW: 'pw-by-env' });
    expect(config.ssh).toMatchObject({
      keys: [{ path: '/home/op/id' }],
      knownHosts: ['/etc/opsbook/known'],
      agent: '/etc/opsbook/agent.sock',
    });
    expect(config.icinga['main']?.tls?.ca).toBe('/etc/opsbook/ca.pem');
    expect(config.icinga['main']?.auth.password.reveal()).toBe('pw-by-env');
  });
});
