import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { type AlertmanagerOptions, alertmanager, isAlertmanagerError } from './index.ts';
import { type SimulatedAlertmanager, errorOf, simulatedAlertmanager } from './simulated-alertmanager.test-support.ts';

let world: SimulatedAlertmanager;
afterEach(() => world.stop());

const silence = { matchers: 'host=hv1', duration: 600, createdBy: 'me', comment: 'x' };

describe('the options', () => {
  test.each<[string, AlertmanagerOptions, number]>([
    ['no address', {}, 1],
    ['two ways of saying it', { url: 'http://a', urls: ['http://b'] }, 1],
    ['what is no URL', { urls: ['alerts:9093', 'ftp://x', 'http://ok'] }, 2],
    ['credentials and a query in it', { url: 'http://me:pass-word-1@a/?x=1' }, 2],
    ['a colon in the name', { url: 'http://a', auth: { username: 'a:b', password: 'x' } }, 1],
  ])('are refused with %s, all faults at once and no secret in them', async (_, options, faults) => {
    world = await simulatedAlertmanager();
    const error = await errorOf(Promise.resolve().then(() => alertmanager(options)));
    expect(error).toMatchObject({ code: 'ALERTMANAGER_CONFIG', kind: 'invalid-input' });
    expect(error.faults).toHaveLength(faults);
    expect(error.message).not.toContain('pass-word-1');
  });

  test('log in by name and password, below a prefix', async () => {
    world = await simulatedAlertmanager({
      prefix: '/alertmanager',
      auth: { username: 'ops', password: 'open-sesame' },
    });
    const url = `${world.sim.url}/`;
    const named = world.client({
      url,
      urls: undefined,
      auth: { username: 'ops', password: new Secret('open-sesame') },
    } as never);
    expect((await named.status()).version).toBe('0.25.0');
    const wrong = world.client({ auth: { username: 'ops', password: 'wrong-password' } });
    const error = await errorOf(wrong.alerts.list());
    expect(error).toMatchObject({ code: 'ALERTMANAGER_UNAUTHORIZED', status: 401, serviceMessage: 'Unauthorized' });
    expect(JSON.stringify(error) + error.message + String(error.cause)).not.toMatch(/wrong-password|b3BzO/);
  });

  test('log in with a token', async () => {
    world = await simulatedAlertmanager();
    await world.client({ auth: { token: 'the-bearer-token' } }).alerts.list();
    expect(world.sim.requests[0]?.headers['authorization']).toBe('Bearer the-bearer-token');
  });
});

describe('answers that are not of Alertmanager', () => {
  const html = { 'content-type': 'text/html' };
  test.each([
    [
      'a page of a proxy',
      {
        status: 502,
        headers: html,
        body: '<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>',
      },
      'ALERTMANAGER_UNAVAILABLE',
      'Bad Gateway',
    ],
    [
      'a 404 of a proxy',
      { status: 404, headers: html, body: '<!doctype html><p>nothing here' },
      'ALERTMANAGER_UNAVAILABLE',
      'nothing here',
    ],
    [
      'a login page',
      { status: 200, headers: html, body: '<html>log in</html>' },
      'ALERTMANAGER_UNAVAILABLE',
      undefined,
    ],
    ['a redirect to it', { status: 302, headers: { location: 'https://sso/' } }, 'ALERTMANAGER_UNAVAILABLE', undefined],
    [
      'an object instead of a list',
      { status: 200, body: { status: 'success' } },
      'ALERTMANAGER_UNAVAILABLE',
      undefined,
    ],
    ['a refusal', { status: 403, body: 'no\n' }, 'ALERTMANAGER_FORBIDDEN', 'no'],
    [
      'a limit that lasts too long',
      { status: 429, headers: { 'retry-after': '9999' } },
      'ALERTMANAGER_RATE_LIMITED',
      undefined,
    ],
    ['a gateway’s time-out', { status: 504 }, 'ALERTMANAGER_TIMEOUT', undefined],
    ['the old API', { status: 410, body: { status: 'deprecated', error: 'gone' } }, 'ALERTMANAGER_UNAVAILABLE', 'gone'],
  ])('are told apart: %s', async (_, fault, code, serviceMessage) => {
    world = await simulatedAlertmanager();
    world.sim.fault.always('GET /api/v2/alerts', fault);
    const error = await errorOf(world.client().alerts.list());
    expect(error).toMatchObject({ code, serviceMessage, outcomeUnknown: false });
    expect(isAlertmanagerError(error)).toBe(true);
  });

  test('leave the outcome of a change open', async () => {
    world = await simulatedAlertmanager();
    world.sim.fault.next('POST /api/v2/silences', { status: 200, headers: html, body: '<html>' });
    expect(await errorOf(world.client().silences.create(silence))).toMatchObject({ outcomeUnknown: true, status: 200 });
    world.sim.fault.next('POST /api/v2/silences', { hang: true });
    expect(await errorOf(world.client().silences.create(silence))).toMatchObject({
      code: 'ALERTMANAGER_TIMEOUT',
      outcomeUnknown: true,
    });
  });

  test('do not keep a message that quotes an expression from being told', async () => {
    world = await simulatedAlertmanager();
    const said = 'error parsing regexp: invalid named capture: `(?P<n>é`';
    const headers = { 'content-type': 'application/json' };
    world.sim.fault.next('GET /api/v2/alerts', { status: 400, headers, body: JSON.stringify(said) });
    const error = await errorOf(world.client().alerts.list({ receiver: 'x' }));
    expect(error).toMatchObject({ code: 'ALERTMANAGER_BAD_REQUEST', status: 400, serviceMessage: said });
  });

  test('come no more once the client is closed', async () => {
    world = await simulatedAlertmanager();
    const client = world.client();
    client.close();
    expect((await errorOf(client.alerts.list())).code).toBe('ALERTMANAGER_ABORTED');
  });
});

describe('a cluster', () => {
  const countOf = (index: number) => world.sims[index]?.requests.length;

  test('is asked in order, and goes on with the one that answered', async () => {
    world = await simulatedAlertmanager({}, 3);
    const client = world.client();
    await client.alerts.list();
    expect([countOf(0), countOf(1), countOf(2)]).toEqual([1, 0, 0]);
    await world.sims[0]?.stop();
    world.sims[1]?.fault.always('* /**', { status: 503 });
    const { id } = await client.silences.create(silence);
    expect(world.sims[2]?.silences).toHaveLength(1);
    // What was written is read from where it was written, although the first one is back.
    await world.sims[0]?.start();
    expect((await client.silences.get(id)).id).toBe(id);
    await world.sims[2]?.stop();
    expect((await errorOf(client.silences.get(id))).code).toBe('ALERTMANAGER_NOT_FOUND');
  });

  test('does not answer for each other: what one refuses or does not know is final', async () => {
    world = await simulatedAlertmanager({}, 2);
    const client = world.client();
    expect((await errorOf(client.alerts.list({ receiver: '(' }))).code).toBe('ALERTMANAGER_BAD_REQUEST');
    expect(countOf(1)).toBe(0);
  });

  test('is not asked twice for a silence whose making may have worked', async () => {
    world = await simulatedAlertmanager({}, 2);
    world.sim.fault.next('POST /api/v2/silences', { cut: 'after' });
    expect(await errorOf(world.client().silences.create(silence))).toMatchObject({ outcomeUnknown: true });
    expect(countOf(1)).toBe(0);
  });

  test('is asked on for what may be repeated, and then says what is not known', async () => {
    world = await simulatedAlertmanager({}, 2);
    const client = world.client();
    const { id } = await client.silences.create(silence);
    world.sim.fault.next('DELETE /api/v2/silence/*', { cut: 'after' });
    const error = await errorOf(client.silences.expire(id));
    expect(error).toMatchObject({ code: 'ALERTMANAGER_NOT_FOUND', outcomeUnknown: true });
    expect((await client.silences.get(id)).state).toBe('expired');
  });

  test('is tried in rounds while nobody answers, and every instance is named in the end', async () => {
    world = await simulatedAlertmanager({}, 2);
    for (const one of world.sims) one.fault.next('GET /api/v2/alerts', { status: 503 }, { times: 2 });
    const start = world.clock.now();
    expect(await world.client().alerts.list()).toEqual([]);
    expect([countOf(0), countOf(1), world.clock.now() - start]).toEqual([3, 2, 1500]);
    for (const one of world.sims) one.fault.always('GET /api/v2/alerts', { hang: true });
    const error = await errorOf(world.client({ http: { timeout: 5, retries: 0 } }).alerts.list());
    expect(error).toMatchObject({ code: 'ALERTMANAGER_TIMEOUT', outcomeUnknown: false });
    for (const { url } of world.sims) expect(error.message).toContain(url);
  });

  test('stops between two rounds when it is told to', async () => {
    world = await simulatedAlertmanager({}, 2);
    for (const one of world.sims) one.fault.always('GET /api/v2/alerts', { status: 503 });
    const stopping = new AbortController();
    const { clock } = world;
    clock.after(600, () => stopping.abort(new Error('enough')));
    const context = { clock, guard: { check: () => undefined }, signal: stopping.signal };
    const error = await errorOf(world.client({ context }).alerts.list());
    expect(error.code).toBe('ALERTMANAGER_ABORTED');
  });
});

test('understands what later versions say', async () => {
  world = await simulatedAlertmanager();
  const client = world.client();
  const alert = {
    ...{ fingerprint: 'f', labels: { a: 'b' }, annotations: {}, receivers: [{ name: 'hook' }] },
    ...{ startsAt: '2030-01-01T00:00:00.000Z', endsAt: '2030-01-01T00:00:00+01:00', updatedAt: '2030-01-01T00:00:00Z' },
    status: { state: 'suppressed', silencedBy: [], inhibitedBy: [], mutedBy: ['weekend'] },
  };
  world.sim.fault.next('GET /api/v2/alerts', { status: 200, body: [alert] });
  const group = { labels: {}, routeLabels: {}, receiver: { name: 'hook' }, alerts: [alert] };
  world.sim.fault.next('GET /api/v2/alerts/groups', { status: 200, body: [group] });
  const known = { mutedBy: ['weekend'], endsAt: '2029-12-31T23:00:00.000Z', receivers: ['hook'], generatorUrl: '' };
  expect(await client.alerts.list()).toMatchObject([known]);
  expect(await client.groups.list()).toEqual([
    { labels: {}, receiver: 'hook', alerts: [expect.objectContaining(known)] },
  ]);

  world.sim.fault.next('GET /api/v2/receivers', { status: 200, body: [{ name: 'hook', labels: { team: 'a' } }] });
  expect(await client.receivers()).toEqual([{ name: 'hook' }]);
  const peers = [
    { name: '01A', address: '10.0.0.1:9094' },
    { name: '01B', address: '10.0.0.2:9094' },
  ];
  const status = {
    cluster: { name: '01A', status: 'ready', peers },
    versionInfo: { version: '0.34.0', revision: 'r' },
    config: { original: 'route: {}' },
    uptime: '2030-01-01T00:00:00Z',
  };
  world.sim.fault.next('GET /api/v2/status', { status: 200, body: status });
  expect(await client.status()).toEqual({
    cluster: { name: '01A', status: 'ready', peers },
    ...{ version: '0.34.0', revision: 'r', config: 'route: {}', startedAt: '2030-01-01T00:00:00.000Z' },
  });
});
