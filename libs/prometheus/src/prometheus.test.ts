import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EffectRefused, VirtualClock, readOnly, unrestricted } from '@opsbook/context';
import { type PrometheusClient, type PrometheusOptions, isPrometheusError, prometheus } from './index.ts';
import { type PrometheusSimulator, startPrometheus } from './testing/index.ts';

let clock: VirtualClock;
let sim: PrometheusSimulator;
let clients: PrometheusClient[];

beforeEach(async () => {
  clock = new VirtualClock();
  sim = await startPrometheus({ clock });
  clients = [];
});
afterEach(async () => {
  for (const one of clients) one.close();
  await sim.stop();
});

function client(given: Partial<PrometheusOptions> = {}): PrometheusClient {
  const made = prometheus({ url: sim.url, context: { guard: readOnly, clock }, http: { random: () => 1 }, ...given });
  clients.push(made);
  return made;
}

it.each([
  [{ status: 401, body: 'no' }, 'PROMETHEUS_UNAUTHORIZED'],
  [{ status: 403, body: 'no' }, 'PROMETHEUS_FORBIDDEN'],
  [{ status: 404, body: '404 page not found' }, 'PROMETHEUS_UNAVAILABLE'],
  [{ status: 422, body: { status: 'error', errorType: 'execution', error: 'many-to-many' } }, 'PROMETHEUS_EXECUTION'],
  [{ status: 503, body: { status: 'error', errorType: 'timeout', error: 'query timed out' } }, 'PROMETHEUS_TIMEOUT'],
  [{ status: 503, body: { status: 'error', errorType: 'canceled', error: 'x' } }, 'PROMETHEUS_UNAVAILABLE'],
  [{ status: 200, body: '<html>a proxy</html>' }, 'PROMETHEUS_UNAVAILABLE'],
  [{ status: 200, body: { status: 'success', data: { resultType: 'vector' } } }, 'PROMETHEUS_UNAVAILABLE'],
  [{ hang: true as const }, 'PROMETHEUS_TIMEOUT'],
])('an answer %j is the error %s', async (fault, code) => {
  sim.fault.always('POST /api/v1/query', fault);
  const error: unknown = await client()
    .query('up')
    .catch((reason: unknown) => reason);
  expect(isPrometheusError(error) && error.code).toBe(code);
  expect((error as Error).message).toContain('query up');
});

it('gives the warnings of an answer', async () => {
  const body = {
    status: 'success',
    data: { resultType: 'scalar', result: [1, '2'] },
    warnings: ['partial'],
    infos: ['rate of a gauge'],
  };
  sim.fault.next('POST /api/v1/query', { status: 200, body });
  expect((await client().query('up')).warnings).toEqual(['partial', 'rate of a gauge']);
});

it('refuses bad input before anything is sent, all faults at once', async () => {
  await expect(client().queryRange('up', { start: 'noon', end: '2030-01-01T00:00:00', step: 0 })).rejects.toMatchObject(
    {
      code: 'PROMETHEUS_INVALID_INPUT',
      faults: [
        'start: no ISO 8601 time with a zone',
        'end: no ISO 8601 time with a zone',
        'step: no number of seconds above 0',
      ],
    },
  );
  expect(sim.requests).toEqual([]);
  expect(() => prometheus({ url: 'ftp://x', auth: { username: 'a:b', password: 'pw' } })).toThrow(
    /url: .*; auth.username: /,
  );
  expect(() => prometheus({ url: 'http://op:pw@x/api/v1?y' })).toThrow(/credentials .* query .* base URL/);
});

it('says that a range or a text neither holds nor not', async () => {
  const result = [[1, 'x']][0];
  sim.fault.next('POST /api/v1/query', {
    status: 200,
    body: { status: 'success', data: { resultType: 'string', result } },
  });
  await expect(client().holds('"x"')).rejects.toMatchObject({ code: 'PROMETHEUS_BAD_QUERY' });
});

it('logs in', async () => {
  await client({ auth: { username: 'op', password: 'pw-of-op' } }).query('up');
  await client({ auth: { token: 'token-of-op' } }).query('up');
  expect(sim.requests.map(({ headers }) => headers['authorization'])).toEqual([
    `Basic ${Buffer.from('op:pw-of-op').toString('base64')}`,
    'Bearer token-of-op',
  ]);
});

describe('the guard', () => {
  it('is asked for a read', async () => {
    sim.answer('up == 0', () => [{ value: 0 }]);
    expect(await client().holds(' up == 0 ')).toBe(true);
    expect(sim.asked).toEqual([' up == 0 ']);
    const nothing = { check: () => readOnly.check({ effect: 'change', summary: 'nothing passes' }) };
    await expect(client({ context: { guard: nothing, clock } }).query('up')).rejects.toThrow(EffectRefused);
  });
});

it('is of no use once it is closed', async () => {
  const closed = client({ context: { guard: unrestricted, clock } });
  closed.close();
  await expect(closed.query('up')).rejects.toMatchObject({ code: 'PROMETHEUS_ABORTED', kind: 'refused' });
});
