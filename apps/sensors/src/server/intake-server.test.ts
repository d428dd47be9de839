import { afterEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { VirtualClock } from '@opsbook/context';
import { LedgerError } from '@opsbook/sqlite';
import type { TriggerStore } from '@opsbook/triggers';
import {
  AUTHORIZED,
  type KitOptions,
  TOKEN,
  alert,
  notification,
  startKit,
  withMethods,
} from './intake-kit.test-support.ts';

type Kit = ReturnType<typeof startKit>;
const kits: Kit[] = [];
const start = (options?: KitOptions): Kit => {
  const kit = startKit(options);
  kits.push(kit);
  return kit;
};

afterEach(async () => {
  await Promise.all(kits.splice(0).map(({ stop }) => stop()));
});

const JSON_TYPE = { 'content-type': 'application/json' };
const post = async (
  { app }: Kit,
  url: string,
  payload: object | string | Buffer,
  headers: Record<string, string> = AUTHORIZED,
) => await app.inject({ method: 'POST', url, headers: { ...JSON_TYPE, ...headers }, payload });

describe('alerts', () => {
  it('are in the ledger before the answer, each once', async () => {
    const kit = start();
    const body = notification([alert('hv1'), alert('hv2')]);
    const first = await post(kit, '/v1/alertmanager/prod', body);
    expect([first.statusCode, first.json()]).toEqual([200, { accepted: 2, known: 0, rejected: 0 }]);
    const again = await post(kit, '/v1/alertmanager/prod', body);
    expect([again.statusCode, again.json()]).toEqual([200, { accepted: 0, known: 2, rejected: 0 }]);
    expect(kit.events().map(({ event, state }) => [event.type, event.source, event.status, state.state])).toEqual([
      ['alert', 'prod', 'firing', 'received'],
      ['alert', 'prod', 'firing', 'received'],
    ]);
    expect(await kit.metric('opsbook_intake_events_total')).toMatchObject([
      { labels: { type: 'alert', source: 'prod', result: 'new' }, value: 2 },
      { labels: { result: 'known' }, value: 2 },
      { labels: { result: 'rejected' }, value: 0 },
    ]);
  });

  it('tell of their end as an event of its own', async () => {
    const kit = start();
    await post(kit, '/v1/alertmanager/prod', notification([alert('hv1')]));
    const over = alert('hv1', { status: 'resolved', endsAt: '2030-01-01T00:05:00Z' });
    await post(kit, '/v1/alertmanager/prod', notification([over], { status: 'resolved' }));
    expect(kit.events().map(({ event }) => event.status)).toEqual(['firing', 'resolved']);
    expect(new Set(kit.events().map(({ event }) => event.subject)).size).toBe(1);
  });

  it('belong to the source whose proof fits, where none is named', async () => {
    const password = 'other-password';
    const alertmanagers = { prod: { auth: { token: TOKEN } }, test: { auth: { username: 'am', password } } };
    const kit = start({ serve: { alertmanagers } });
    const basic = { authorization: `Basic ${Buffer.from(`am:${password}`).toString('base64')}` };
    const answers = [
      await post(kit, '/v1/alertmanager', notification([alert('a')]), basic),
      await post(kit, '/v1/alertmanager', notification([alert('b')])),
      await post(kit, '/v1/alertmanager/prod', notification([alert('c')]), basic),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 401]);
    expect(kit.events().map(({ event }) => event.source)).toEqual(['test', 'prod']);
  });
});

describe('who does not prove to be the source', () => {
  it.each([
    ['nothing', {}],
    ['a wrong token', { authorization: 'Bearer wrong-token-0123' }],
  ])('with %s is refused, counted and logged, and leaves no line in the ledger', async (_, headers) => {
    const kit = start();
    const answer = await post(kit, '/v1/alertmanager/prod', notification([alert('hv1')]), headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(kit.events()).toEqual([]);
    expect(await kit.metric('opsbook_intake_unauthorized_total')).toMatchObject([
      { labels: { type: 'alert' }, value: 1 },
    ]);
    expect(kit.lines).toMatchObject([
      { level: 'warn', path: '/v1/alertmanager/prod', why: expect.stringMatching(/^prod: /) },
    ]);
    expect(JSON.stringify(kit.lines)).not.toContain('wrong-token-0123');
  });

  it('is not told whether anybody is', async () => {
    const kit = start({ serve: { alertmanagers: {} } });
    expect((await post(kit, '/v1/alertmanager', notification([]))).statusCode).toBe(401);
    expect((await post(kit, '/v1/webhooks/unknown', {})).statusCode).toBe(404);
    expect((await post(kit, '/v1/alertmanager/unknown', {})).statusCode).toBe(404);
    expect((await kit.app.inject({ method: 'GET', url: '/v1/alertmanager' })).statusCode).toBe(404);
  });
});

describe('a signature', () => {
  const secret = 'secret-of-deploys';
  const signedAt = (at: number, body: string) => ({
    'x-opsbook-timestamp': String(at),
    'x-opsbook-signature': createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'),
  });
  const webhooks = { deploys: { auth: { hmac: { secret } } } };

  it('is taken once, and not at all when it is wrong or old', async () => {
    const clock = new VirtualClock();
    const kit = start({ clock, serve: { webhooks } });
    const now = clock.now() / 1000;
    const body = '{"version":7}';
    const url = '/v1/webhooks/deploys';
    const codes = [
      (await post(kit, url, body, signedAt(now, '{"version":8}'))).statusCode,
      (await post(kit, url, body, signedAt(now - 301, body))).statusCode,
      (await post(kit, url, body, {})).statusCode,
      (await post(kit, url, body, signedAt(now, body))).statusCode,
      (await post(kit, url, body, signedAt(now, body))).statusCode,
    ];
    expect(codes).toEqual([401, 401, 401, 200, 401]);
    expect(kit.events()).toHaveLength(1);
    expect(kit.lines.map(({ why }) => why).filter((why) => why !== undefined)).toEqual([
      'deploys: wrong signature',
      'deploys: signed 301 seconds from now',
      'deploys: no signature',
      'deploys: a signature that was used before',
    ]);
  });

  it('may come again when nothing came of it', async () => {
    let full = true;
    const wrap = (store: TriggerStore) =>
      withMethods(store, {
        append: (...given) =>
          full ? Promise.reject(new LedgerError('LEDGER_FULL', 'no space is left')) : store.append(...given),
      });
    const clock = new VirtualClock();
    const kit = start({ clock, wrap, serve: { webhooks } });
    const headers = signedAt(clock.now() / 1000, '{}');
    expect((await post(kit, '/v1/webhooks/deploys', '{}', headers)).statusCode).toBe(503);
    full = false;
    expect((await post(kit, '/v1/webhooks/deploys', '{}', headers)).statusCode).toBe(200);
  });
});

describe('a body that cannot be used', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['cut JSON', '{"version":"4","alerts":[', /not JSON/],
    ['nothing', '', /empty/],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /not UTF-8/],
    ['deep nesting', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, /deeper than 64/],
    ['another version', JSON.stringify(notification([], { version: '5' })), /version/],
  ])('(%s) is refused with a line in the ledger that says why, once', async (_, body, why) => {
    const kit = start();
    for (let times = 0; times < 2; times += 1) {
      const answer = await post(kit, '/v1/alertmanager/prod', body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ error: { code: 'UNUSABLE', message: expect.stringMatching(why) } });
    }
    expect(kit.events()).toMatchObject([
      { event: { source: 'prod' }, state: { state: 'rejected', why: expect.stringMatching(why) } },
    ]);
    const { excerpt } = kit.events()[0]?.event.payload ?? {};
    expect((excerpt as string).length).toBeLessThanOrEqual(500);
  });

  it('leaves no line without a proof', async () => {
    const kit = start();
    expect((await post(kit, '/v1/alertmanager/prod', '{', {})).statusCode).toBe(401);
    expect(kit.events()).toEqual([]);
  });

  it('is refused by its type, its encoding and its announced length before it is read', async () => {
    const kit = start({ serve: { ...{ alertmanagers: { prod: { auth: { token: TOKEN } } } }, bodyLimit: 2048 } });
    const url = '/v1/alertmanager/prod';
    const xml = await post(kit, url, '<a/>', { ...AUTHORIZED, 'content-type': 'application/xml' });
    const gzip = await post(kit, url, '{}', { ...AUTHORIZED, 'content-encoding': 'gzip' });
    const large = await post(kit, url, JSON.stringify('x'.repeat(3000)));
    expect([xml, gzip, large].map(({ statusCode }) => statusCode)).toEqual([415, 415, 413]);
    expect(kit.events()).toMatchObject([{ state: { state: 'rejected', why: 'the body is larger than 2048 bytes' } }]);
  });
});

describe('a ledger that cannot write', () => {
  it.each(['LEDGER_FULL', 'LEDGER_BUSY', 'LEDGER_FAILED'] as const)('(%s) is answered with 503', async (code) => {
    const kit = start({
      wrap: (store) => withMethods(store, { append: () => Promise.reject(new LedgerError(code, 'it cannot')) }),
    });
    const good = await post(kit, '/v1/alertmanager/prod', notification([alert('hv1')]));
    const bad = await post(kit, '/v1/alertmanager/prod', '{');
    expect([good, bad].map(({ statusCode, headers }) => [statusCode, headers['retry-after']])).toEqual([
      [503, '5'],
      [503, '5'],
    ]);
    expect(good.json()).toMatchObject({ error: { code } });
    expect(await kit.metric('opsbook_intake_overload_total')).toMatchObject([
      { labels: { reason: 'ledger' }, value: 2 },
    ]);
  });
});

describe('too much at once', () => {
  it('is answered with 503, and taken again once there is room', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const kit = start({
      serve: {
        alertmanagers: { prod: { auth: { token: TOKEN } } },
        overload: { requests: 2 },
      },
      wrap: (store) => withMethods(store, { append: (...given) => gate.then(() => store.append(...given)) }),
    });
    const url = '/v1/alertmanager/prod';
    const first = post(kit, url, notification([alert('a')]));
    const second = post(kit, url, notification([alert('b')]));
    const third = await post(kit, url, notification([alert('c')]));
    expect([third.statusCode, third.headers['retry-after']]).toEqual([503, '5']);
    go();
    expect((await Promise.all([first, second])).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await post(kit, url, notification([alert('c')]))).statusCode).toBe(200);
    expect(await kit.metric('opsbook_intake_overload_total')).toMatchObject([
      { labels: { reason: 'requests' }, value: 1 },
    ]);
  });
});

describe('who watches the daemon', () => {
  it('learns whether it lives, is ready, and what it counts', async () => {
    const kit = start();
    const get = (url: string) => kit.app.inject({ method: 'GET', url });
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).statusCode).toBe(200);
    kit.notReady.push('it stops');
    const unready = await get('/readyz');
    expect([unready.statusCode, unready.json()]).toEqual([503, { status: 'not ready', why: ['it stops'] }]);
    await post(kit, '/v1/webhooks/deploys', {});
    const metrics = await get('/metrics');
    expect(metrics.headers['content-type']).toMatch(/^text\/plain/);
    expect(metrics.body).toContain('opsbook_intake_requests_total{type="webhook",source="deploys",code="200"} 1');
  });
});
