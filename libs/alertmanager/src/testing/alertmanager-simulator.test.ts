import { afterEach, expect, test } from '@jest/globals';
import { SimulatorServer } from '@opsbook/http/testing';
import { type SimulatedAlertmanager, simulatedAlertmanager } from '../simulated-alertmanager.test-support.ts';
import { webhookPayloadSchema } from '../webhook.ts';

let world: SimulatedAlertmanager;
afterEach(() => world.stop());

const told = () =>
  world.sim.notifications.map(({ at, payload }) => [
    (at - Date.parse('2030-01-01T00:00:00Z')) / 1000,
    payload.status,
    payload.alerts.map(({ labels, status }) => `${labels['host'] ?? ''} ${status}`).join(),
  ]);

test('keeps the notifications of a receiver without a URL, each at its time, however late one looks', async () => {
  world = await simulatedAlertmanager({ route: { groupBy: ['alertname'] } });
  const client = world.client();
  const post = (host: string, endsAt?: string) =>
    client.alerts.post([
      { labels: { alertname: 'HostDown', host }, ...(endsAt !== undefined && { endsAt, startsAt: world.time(0) }) },
    ]);
  await post('hv1', world.time(20_000));
  await world.wait(60);
  await post('hv2');
  await world.wait(30_000);
  expect(told()).toEqual([
    [30, 'firing', 'hv1 firing'],
    [330, 'firing', 'hv1 firing,hv2 firing'],
    [630, 'firing', 'hv1 firing,hv2 resolved'],
    [15_030, 'firing', 'hv1 firing'],
    [20_130, 'resolved', 'hv1 resolved'],
  ]);
  expect(await client.alerts.list()).toEqual([]);
});

test('does not tell who does not want to know of what is over, and cuts long notifications', async () => {
  world = await simulatedAlertmanager({ receivers: [{ name: 'a.b', sendResolved: false, maxAlerts: 2 }] });
  const hosts = ['hv1', 'hv2', 'hv3'];
  await world.client().alerts.post(hosts.map((host) => ({ labels: { host } })));
  await world.wait(3600);
  expect(told()).toEqual([[30, 'firing', 'hv1 firing,hv2 firing']]);
  expect(world.sim.notifications[0]?.payload).toMatchObject({
    truncatedAlerts: 1,
    receiver: 'a\\.b',
    groupKey: '{}:{}',
  });
});

test('posts to a URL while it is told to let time pass, and tries again what is not taken', async () => {
  const hook = new SimulatorServer();
  const got: { at: number; status: string }[] = [];
  let status = 200;
  hook.route('POST', '/', ({ body, headers }) => {
    expect(headers).toMatchObject({ 'user-agent': 'Alertmanager/0.25.0', authorization: 'Bearer of-the-hook' });
    got.push({
      at: world.clock.now() - Date.parse('2030-01-01T00:00:00Z'),
      status: webhookPayloadSchema.parse(body).status,
    });
    return { status };
  });
  await hook.start();
  world = await simulatedAlertmanager({ receivers: [{ name: 'hook', url: `${hook.url}/`, token: 'of-the-hook' }] });
  await world.client().alerts.post([{ labels: { a: 'b' }, endsAt: world.time(400), startsAt: world.time(0) }]);
  await world.wait(100);
  expect(got).toEqual([]);
  status = 500;
  const passing = world.sim.notifyFor(900);
  await world.wait(0.6);
  status = 200;
  await passing;
  expect(got).toEqual([
    { at: 100_000, status: 'firing' },
    { at: 100_500, status: 'firing' },
    { at: 101_250, status: 'firing' },
    { at: 630_000, status: 'resolved' },
  ]);
  expect(world.sim.notifications.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  await hook.stop();
});

test('forgets a silence when it has been over for long enough', async () => {
  world = await simulatedAlertmanager({ retention: 3600 });
  const client = world.client();
  const { id } = await client.silences.create({ matchers: 'a=b', duration: 60, createdBy: 'x', comment: 'y' });
  await world.wait(3659);
  expect((await client.silences.get(id)).state).toBe('expired');
  await world.wait(2);
  expect(await client.silences.list()).toEqual([]);
});

test('refuses a route to a receiver that it has not when it is needed', async () => {
  world = await simulatedAlertmanager({ route: { receiver: 'nobody' } });
  await world.client().alerts.post([{ labels: { a: 'b' } }]);
  await world.wait(60);
  expect(() => world.sim.notifications).toThrow("the receiver 'nobody'");
});
