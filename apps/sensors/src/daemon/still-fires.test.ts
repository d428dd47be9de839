import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AlertmanagerClient, alertmanager } from '@opsbook/alertmanager';
import { type AlertmanagerSimulator, startAlertmanager } from '@opsbook/alertmanager/testing';
import { VirtualClock, sleep, unrestricted } from '@opsbook/context';
import { type TriggerEvent, alertmanagerEvents } from '@opsbook/triggers';
import { stillFiresOf } from './still-fires.ts';

let clock: VirtualClock;
let sim: AlertmanagerSimulator;
let client: AlertmanagerClient;
let stillFires: ReturnType<typeof stillFiresOf>;
beforeEach(async () => {
  clock = new VirtualClock();
  sim = await startAlertmanager({ clock, route: { groupBy: ['instance'], groupWait: 1, groupInterval: 5 } });
  client = alertmanager({ url: sim.url, context: { guard: unrestricted, clock }, http: { retries: 0 } });
  stillFires = stillFiresOf({ clock, clientOf: (source) => (source === 'prod' ? client : undefined) });
});
afterEach(async () => {
  client.close();
  await sim.stop();
});

const wait = (seconds: number) => sleep(clock, seconds * 1000);
const post = (...instances: string[]) =>
  client.alerts.post(
    instances.map((instance) => ({ labels: { alertname: 'Down', instance }, startsAt: at(0), endsAt: at(86_400) })),
  );
const resolve = (instance: string) =>
  client.alerts.post([{ labels: { alertname: 'Down', instance }, startsAt: at(-86_400), endsAt: at(-1) }]);
const at = (seconds: number) => new Date(clock.now() + seconds * 1000).toISOString();

/** What Alertmanager has told until now, as the daemon takes it. */
const told = (source = 'prod'): TriggerEvent[] => {
  const receivedAt = at(0);
  const ids = { next: () => 'e' };
  return sim.notifications.flatMap(({ payload }) => alertmanagerEvents(payload, { source, receivedAt, ids }).events);
};

describe('whether an alert still fires', () => {
  it('is asked of Alertmanager: it tells nobody of an end while a silence covers the alert', async () => {
    await post('hv1', 'hv2');
    await wait(600);
    const [hv1, hv2] = told();
    if (hv1 === undefined || hv2 === undefined) throw new Error('it has told of neither');
    const silence = {
      matchers: 'instance=~"hv1|hv2"',
      duration: 3600,
      createdBy: 'opsbook',
      comment: 'disks (run r1)',
    };
    const { id } = await client.silences.create(silence);
    const endsAt = at(3600);
    await resolve('hv1');
    await wait(600);
    expect(await stillFires(hv1)).toEqual({ fires: false });
    const text = `${id} {instance=~"hv1|hv2"} by opsbook until ${endsAt}: disks (run r1)`;
    expect(await stillFires(hv2)).toEqual({ fires: true, since: hv2.payload['startsAt'], silences: [text] });

    await client.silences.expire(id);
    await wait(600);
    expect(told().map(({ status }) => status)).toEqual(['firing', 'firing']);
    expect(await stillFires(hv2)).toMatchObject({ fires: true, silences: [] });
    await post('hv1');
    const since = at(0);
    expect(await stillFires(hv1, clock.now() + 1)).toMatchObject({ fires: true, since });
  });

  it('counts for what another alert inhibits as well', async () => {
    await sim.stop();
    const inhibitRules = [{ source: 'alertname="Dark"', target: 'alertname="Down"', equal: [] }];
    sim = await startAlertmanager({ clock, inhibitRules, route: { groupWait: 1 } });
    client = alertmanager({ url: sim.url, context: { guard: unrestricted, clock } });
    await post('hv1');
    await wait(600);
    await client.alerts.post([{ labels: { alertname: 'Dark' }, endsAt: at(86_400) }]);
    const [hv1] = told();
    expect(await client.alerts.list({ inhibited: false })).toHaveLength(1);
    expect(hv1 && (await stillFires(hv1))).toMatchObject({ fires: true, silences: [] });
  });

  it('is not known of one that was started just now', async () => {
    await post('hv1');
    await wait(2);
    const [hv1] = told();
    if (hv1 === undefined) throw new Error('it has not told');
    expect(await stillFires(hv1)).toMatchObject({ fires: true });
    await resolve('hv1');
    await wait(10);
    await expect(stillFires(hv1)).rejects.toThrow('may not have been told yet');
    await wait(287);
    await expect(stillFires(hv1)).rejects.toThrow('it was started at 2030-01-01T00:00:00.000Z');
    await wait(1);
    await expect(stillFires(hv1)).rejects.toThrow('may not have been told yet');
    expect(await stillFires(hv1, clock.now())).toEqual({ fires: false });
  });

  it('is asked once for all that are asked about in a while, unless they need an answer from later', async () => {
    await post('hv1', 'hv2');
    await wait(600);
    const [hv1, hv2] = told();
    if (hv1 === undefined || hv2 === undefined) throw new Error('it has told of neither');
    const before = sim.requests.length;
    // Its alerts are listed before.
    sim.fault.next('GET /api/v2/status', { delay: 5 });
    const first = stillFires(hv1);
    await wait(2);
    await resolve('hv1');
    const lists = () =>
      sim.requests.slice(before).filter(({ method, path }) => method === 'GET' && path === '/api/v2/alerts').length;
    expect(await stillFires(hv1, clock.now() - 2000)).toMatchObject({ fires: true });
    expect(await first).toMatchObject({ fires: true });
    expect(lists()).toBe(1);
    const since = clock.now();
    const said = await Promise.all(Array.from({ length: 100 }, (_, n) => stillFires(n % 2 === 0 ? hv1 : hv2, since)));
    expect(said.filter((one) => one?.fires === false)).toHaveLength(50);
    expect(lists()).toBe(2);
    await wait(9);
    expect(await stillFires(hv1, since)).toEqual({ fires: false });
    expect(lists()).toBe(2);
    await wait(1);
    expect(await stillFires(hv1, since)).toEqual({ fires: false });
    expect(lists()).toBe(3);
  });

  it('is not told by an answer from before the alert came', async () => {
    await post('hv1');
    await wait(600);
    const [hv1] = told();
    expect(hv1 && (await stillFires(hv1))).toMatchObject({ fires: true });
    await post('hv2');
    await wait(6);
    const hv2 = told().find(({ payload }) => (payload['labels'] as { instance: string }).instance === 'hv2');
    expect(hv2 && (await stillFires(hv2))).toMatchObject({ fires: true });
  });

  it('is nothing that can be asked for other sources, and for what is no alert', async () => {
    await post('hv1');
    await wait(2);
    const before = sim.requests.length;
    const [elsewhere] = told('elsewhere');
    expect(elsewhere && (await stillFires(elsewhere))).toBeUndefined();
    expect(elsewhere && (await stillFires({ ...elsewhere, source: 'prod', type: 'webhook' }))).toBeUndefined();
    expect(sim.requests).toHaveLength(before);
  });

  it('is an error where there is no answer, and soon the next one is asked for', async () => {
    await post('hv1');
    await wait(2);
    const [hv1] = told();
    if (hv1 === undefined) throw new Error('it has not told');
    sim.fault.next('GET /api/v2/alerts', { status: 500 });
    for (let n = 0; n < 10; n += 1)
      await expect(stillFires(hv1)).rejects.toMatchObject({ code: 'ALERTMANAGER_UNAVAILABLE' });
    await wait(5);
    expect(await stillFires(hv1)).toMatchObject({ fires: true });
    const never = { alerts: { list: () => new Promise(() => undefined) } } as unknown as AlertmanagerClient;
    const began = clock.now();
    const asked = stillFiresOf({ clock, clientOf: () => never });
    await expect(Promise.all([asked(hv1), asked(hv1)])).rejects.toThrow('has not answered in 10 s');
    expect(clock.now() - began).toBe(10_000);
  });
});
