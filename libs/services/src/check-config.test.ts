import { Secret, defaultContext } from '@opsbook/context';
import { SimulatorServer } from '@opsbook/http/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { type CheckResult, checkConfig } from './check-config.ts';
import type { Config } from './config.ts';
import { configOf } from './load/config-of.ts';
import { parseConfig } from './load/parse-config.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const PASSWORD = 'correct-horse-battery';
const server = new SimulatorServer();

/** Keystone, nova and a glance that is broken. */
function serve(): void {
  server.route('POST', '/v3/auth/tokens', ({ body }) => {
    if (!JSON.stringify(body).includes(PASSWORD)) {
      return { status: 401, body: { error: { code: 401, message: 'Who are you?' } } };
    }
    const at = (path: string) => [{ interface: 'public', region_id: 'RegionOne', url: `${server.url}${path}` }];
    const token = {
      issued_at: '2026-01-01T00:00:00.000000Z',
      expires_at: '2026-01-02T00:00:00.000000Z',
      user: { id: 'u1', name: 'op', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p1', name: 'ops' },
      roles: [{ name: 'admin' }, { name: 'reader' }],
      catalog: [
        { type: 'compute', endpoints: at('/v2.1') },
        { type: 'image', endpoints: at('') },
      ],
    };
    return { status: 201, headers: { 'x-subject-token': 'token-of-op' }, body: { token } };
  });
  server.route('GET', '/v2.1/', () => ({
    status: 200,
    body: { version: { id: 'v2.1', version: '2.93', min_version: '2.1' } },
  }));
  server.route('GET', '/v2.1/flavors/detail', () => ({ status: 200, body: { flavors: [] } }));
  server.fallback(({ path }) => ({ status: 403, body: `no ${path} for you` }));
}

let env: Record<string, string>;

beforeAll(async () => {
  serve();
  await server.start();
  const bare = `region_name: RegionOne
    auth: {auth_url: '${server.url}/v3', username: op, project_name: ops}`;
  const entry = bare.replace('username: op', `username: op, password: ${PASSWORD}`);
  const folder = temporaryFolder({
    'clouds.yaml': `clouds:\n  prod:\n    ${entry}\n  spare:\n    ${entry}\n  bare:\n    ${bare}\n  inner:\n    compute_interface: internal\n    ${entry}\n`,
  });
  env = { HOME: folder, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
});

afterAll(() => server.stop());

async function check(config: Config): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for await (const result of checkConfig(config, { env })) results.push(result);
  return results;
}

const summary = (results: CheckResult[]) => results.map(({ service, ok }) => `${service} ${ok ? 'ok' : 'failed'}`);

describe('checking the configuration', () => {
  it('logs in and tries each service, going on where one fails', async () => {
    const [configuration, identity, compute, image, ...rest] = await check(configOf({ clouds: { prod: {} } }));
    expect(configuration).toMatchObject({ service: 'configuration', ok: true });
    expect(identity).toEqual({
      service: 'prod identity',
      ok: true,
      detail: 'logged in as op for project ops, roles: admin, reader',
    });
    expect(compute).toEqual({ service: 'prod compute', ok: true, detail: 'answers' });
    expect(image).toMatchObject({ service: 'prod image', ok: false, detail: expect.stringContaining('for you') });
    expect(rest).toEqual([]);
  });

  it('uses the password of opsbook.yaml, and goes on to the next cloud when a login fails', async () => {
    const wrong = new Secret('not-the-right-one');
    const config = configOf({ clouds: { bad: { cloud: 'prod' }, gone: {}, prod: {} } });
    config.clouds.bad = { ...config.clouds.bad, password: wrong };
    const results = await check(config);
    expect(summary(results)).toEqual([
      'configuration ok',
      'bad identity failed',
      'gone identity failed',
      'prod identity ok',
      'prod compute ok',
      'prod image failed',
    ]);
    expect(JSON.stringify(results)).not.toContain(wrong.reveal());
  });

  it('completes an entry of clouds.yaml that has no password', async () => {
    const config = configOf({ clouds: { bare: {} } });
    const [, without] = await check(config);
    expect(without).toMatchObject({
      ok: false,
      detail: expect.stringContaining('clouds.bare.auth.password: is missing'),
    });
    const [, identity] = await check(configOf({ clouds: { bare: { password: PASSWORD } } }));
    expect(identity).toMatchObject({ service: 'bare identity', ok: true });
  });

  it('finds the services where opsbook.yaml says, in place of clouds.yaml', async () => {
    const [, , elsewhere] = await check(
      configOf({ clouds: { prod: { endpointOverrides: { compute: `${server.url}/elsewhere` } } } }),
    );
    expect(elsewhere).toMatchObject({ ok: false, detail: expect.stringContaining('no /elsewhere') });
    const [, identity, internal] = await check(configOf({ clouds: { prod: { interface: 'internal' } } }));
    expect(identity?.ok).toBe(true);
    expect(internal).toMatchObject({ ok: false, detail: expect.stringContaining('no usable internal endpoint') });
  });

  it('uses the interface of opsbook.yaml for the services too that clouds.yaml gives one of their own', async () => {
    const [, , own] = await check(configOf({ clouds: { inner: {} } }));
    expect(own).toMatchObject({ ok: false, detail: expect.stringContaining('no usable internal endpoint') });
    const [, , chosen] = await check(configOf({ clouds: { inner: { interface: 'public' } } }));
    expect(chosen).toEqual({ service: 'inner compute', ok: true, detail: 'answers' });
  });

  it('tries the default cloud, or all of clouds.yaml when none is configured', async () => {
    const clouds = async (config: Config) =>
      (await check(config)).filter(({ service }) => service.endsWith('identity')).map(({ service }) => service);
    expect(await clouds(configOf({ defaults: { cloud: 'spare' } }))).toEqual(['spare identity']);
    expect(await clouds(configOf({}))).toEqual(['bare identity', 'inner identity', 'prod identity', 'spare identity']);
  });

  it('warns of secrets in plain text, without showing them', async () => {
    const text = `clouds:\n  prod:\n    password: ${PASSWORD}\n`;
    const results = await check(parseConfig({ path: '/etc/opsbook/opsbook.yaml', text }, {}));
    expect(results[0]?.detail).toBe('/etc/opsbook/opsbook.yaml');
    expect(results[1]).toEqual({
      service: 'configuration',
      ok: true,
      warning: true,
      detail: 'line 3, column 15: clouds.prod.password: a secret in plain text; better ${env:NAME} or ${file:path}',
    });
    expect(JSON.stringify(results)).not.toContain(PASSWORD);
  });

  it('reports a clouds.yaml that cannot be read', async () => {
    const results: CheckResult[] = [];
    const nowhere = { OS_CLIENT_CONFIG_FILE: join(temporaryFolder(), 'gone.yaml') };
    for await (const result of checkConfig(configOf({}), { env: nowhere, context: defaultContext }))
      results.push(result);
    expect(results.at(-1)).toMatchObject({ service: 'clouds.yaml', ok: false });
  });

  it('sends nothing but reads', () => {
    const methods = server.requests.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(methods)].filter((request) => !request.startsWith('GET '))).toEqual(['POST /v3/auth/tokens']);
  });
});

it('warns of a rule about approvals that fits no target of any cloud, and so would ask nobody', async () => {
  const warned = async (target: string, cloudId?: string) => {
    const prod = { cloud: 'prod', ...(cloudId !== undefined && { cloudId }) };
    const config = configOf({ clouds: { prod }, approvals: [{ match: { target } }] });
    return (await check(config)).filter(({ warning }) => warning === true).map(({ detail }) => detail);
  };
  expect(await warned('prod/*')).toEqual([
    expect.stringMatching(/^approvals\[0\]\.match\.target: 'prod\/\*' fits no target, .* begin with 127\.0\.0\.1:/),
  ]);
  expect(await warned('prod/*', 'production')).toHaveLength(1);
  expect(await warned('prod', 'prod')).toHaveLength(1);
  for (const target of ['prod/*', 'prod/hypervisor/hv?', 'p*', '*/hypervisor/*', 'prod/hypervisor/hv1'])
    expect(await warned(target, 'prod')).toEqual([]);
});
