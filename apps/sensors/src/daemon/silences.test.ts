import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type AlertmanagerClient, alertmanager } from '@opsbook/alertmanager';
import { type AlertmanagerSimulator, startAlertmanager } from '@opsbook/alertmanager/testing';
import { VirtualClock, unrestricted } from '@opsbook/context';
import type { TriggerEvent } from '@opsbook/triggers';
import { silencesOf } from './silences.ts';

const clock = new VirtualClock();
let sim: AlertmanagerSimulator;
beforeEach(async () => {
  sim = await startAlertmanager({ clock });
});
afterEach(() => sim.stop());

const eventOf = (instance: string, source = 'prod'): TriggerEvent => ({
  ...{ id: 'e', type: 'alert', source, key: 'k', subject: 's', status: 'firing', receivedAt: '2030-01-01T00:00:00Z' },
  payload: { labels: { alertname: 'Down', instance } },
});

it('names the silence that covers an alert, and asks once in a while', async () => {
  const client = alertmanager({ url: sim.url, context: { guard: unrestricted, clock }, http: { retries: 0 } });
  const silencedBy = silencesOf({ clock, clientOf: (source) => (source === 'prod' ? client : undefined) });
  sim.fault.next('GET /api/v2/silences', { status: 500 });
  await expect(silencedBy(eventOf('hv1'))).rejects.toMatchObject({ code: 'ALERTMANAGER_UNAVAILABLE' });

  // Nobody asks again for each alert of a storm what cannot be asked now.
  const failed = sim.requests.length;
  await expect(silencedBy(eventOf('hv2'))).rejects.toMatchObject({ code: 'ALERTMANAGER_UNAVAILABLE' });
  expect(sim.requests).toHaveLength(failed);
  await new Promise<void>((resolve) => void clock.after(5000, resolve));

  const matchers = 'instance=~"hv1|hv2"';
  const { id } = await client.silences.create({ matchers, duration: 3600, createdBy: 'ann', comment: 'disks' });
  expect(await silencedBy(eventOf('hv1'))).toBe(
    `${id} {instance=~"hv1|hv2"} by ann until ${new Date(clock.now() + 3_600_000).toISOString()}: disks`,
  );
  const asked = sim.requests.length;
  expect(await silencedBy(eventOf('hv3'))).toBeUndefined();
  expect(await silencedBy(eventOf('hv1', 'elsewhere'))).toBeUndefined();
  expect(sim.requests).toHaveLength(asked);

  await client.silences.expire(id);
  await new Promise<void>((resolve) => void clock.after(10_000, resolve));
  expect(await silencedBy(eventOf('hv1'))).toBeUndefined();
  client.close();
});

it('does not take for silenced what came after the end of the silence', async () => {
  const client = alertmanager({ url: sim.url, context: { guard: unrestricted, clock } });
  const silencedBy = silencesOf({ clock, clientOf: () => client });
  const silence = { matchers: 'instance="hv1"', duration: 3600, createdBy: 'ann', comment: 'disks' };
  const { id } = await client.silences.create(silence);
  const before = { ...eventOf('hv1'), receivedAt: new Date(clock.now()).toISOString() };
  expect(await silencedBy(before)).toContain('by ann');
  await client.silences.expire(id);
  await new Promise<void>((resolve) => void clock.after(2000, resolve));
  const asked = sim.requests.length;
  const after = { ...before, receivedAt: new Date(clock.now()).toISOString() };
  expect(await Promise.all([silencedBy(after), silencedBy(after)])).toEqual([undefined, undefined]);
  expect(sim.requests).toHaveLength(asked + 1);

  // One that has waited, and is decided at the moment at which the silence ends.
  await new Promise<void>((resolve) => void clock.after(10_000, resolve));
  await client.silences.create({ ...silence, duration: 5 });
  expect(await silencedBy(before)).toContain('by ann');
  await new Promise<void>((resolve) => void clock.after(5000, resolve));
  expect(await silencedBy(before)).toBeUndefined();
  client.close();
});

it('does not let alerts wait for an Alertmanager that does not answer', async () => {
  const never = { silences: { list: () => new Promise(() => undefined) } } as unknown as AlertmanagerClient;
  const silencedBy = silencesOf({ clock, clientOf: () => never });
  const began = clock.now();
  for (let n = 0; n < 100; n += 1) await expect(silencedBy(eventOf(`hv${n}`))).rejects.toThrow('has not answered');
  expect(clock.now() - began).toBe(5000);
});
