import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EffectRefused, UnknownInPlan, readOnly, unknown } from '@opsbook/context';
import type { AlertmanagerClient } from '../index.ts';
import { type SimulatedAlertmanager, errorOf, simulatedAlertmanager } from '../simulated-alertmanager.test-support.ts';

const POST = 'POST /api/v2/silences';
const wanted = { matchers: '{host="hv1"}', createdBy: 'opsbook', comment: 'disk 3' };
let world: SimulatedAlertmanager;
let client: AlertmanagerClient;

beforeEach(async () => {
  world = await simulatedAlertmanager();
  client = world.client();
});
afterEach(() => world.stop());

describe('ensuring a silence', () => {
  test('looks, and leaves one alone that lasts long enough', async () => {
    const { id } = await client.silences.ensure({ ...wanted, duration: 3600 });
    await world.wait(60);
    const again = await client.silences.ensure({ ...wanted, endsAt: world.time(3600) });
    expect(again).toEqual({ id, outcome: 'reused', endsAt: world.time(3600) });
    expect(world.sim.silences).toHaveLength(1);
    expect(world.sim.requests.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  test('begins at once although our clock is ahead of theirs', async () => {
    await client.silences.ensure({ ...wanted, duration: 60 });
    const [request] = world.sim.requests.filter(({ method }) => method === 'POST');
    expect((request?.body as { startsAt: string }).startsAt).toBe('2029-12-31T23:00:00.000Z');
    expect((await client.silences.list())[0]).toMatchObject({ state: 'active', startsAt: world.time(0) });
  });

  test('extends the longest of several, which others made, and keeps what they wrote', async () => {
    const other = { ...wanted, createdBy: 'other', comment: 'theirs' };
    const short = await client.silences.create({ ...other, duration: 60 });
    const long = await client.silences.create({ ...other, duration: 120 });
    const ensured = await client.silences.ensure({ ...wanted, duration: 600 });
    expect(ensured).toEqual({ id: long.id, outcome: 'extended', endsAt: world.time(600) });
    expect(await client.silences.get(long.id)).toMatchObject({
      createdBy: 'other',
      comment: 'theirs',
      endsAt: world.time(600),
    });
    expect(await client.silences.get(short.id)).toMatchObject({ state: 'active', endsAt: world.time(60) });
  });

  test('does not take one for the same that silences more or less', async () => {
    for (const matchers of ['host=~"hv1"', 'host="hv1",n="1"', 'host!="hv1"']) {
      await client.silences.create({ ...wanted, matchers, duration: 9999 });
    }
    expect((await client.silences.ensure({ ...wanted, duration: 60 })).outcome).toBe('created');
    expect(world.sim.silences).toHaveLength(4);
  });

  test('finds what it made where the answer is lost', async () => {
    world.sim.fault.next(POST, { cut: 'after' });
    const ensured = await client.silences.ensure({ ...wanted, duration: 60 });
    expect(ensured.outcome).toBe('created');
    expect(world.sim.silences.map(({ id }) => id)).toEqual([ensured.id]);
  });

  test('says that it does not know where nothing is found', async () => {
    world.sim.fault.next(POST, { cut: 'before' });
    const error = await errorOf(client.silences.ensure({ ...wanted, duration: 60 }));
    expect(error).toMatchObject({ code: 'ALERTMANAGER_UNAVAILABLE', outcomeUnknown: true });
    expect(world.sim.silences).toEqual([]);
  });

  test('makes another one where it expired, or was forgotten, while it was to be extended', async () => {
    const first = await client.silences.ensure({ ...wanted, duration: 60 });
    world.sim.fault.next(POST, { delay: 120 });
    const second = await client.silences.ensure({ ...wanted, duration: 600 });
    expect(second.outcome).toBe('created');
    expect(second.id).not.toBe(first.id);
    world.sim.fault.next(POST, {
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: '"silence not found"\n',
    });
    const third = await client.silences.ensure({ ...wanted, duration: 6000 });
    expect(third.outcome).toBe('created');
    expect(third.id).not.toBe(second.id);
  });

  test('repeats what extends, and never what creates', async () => {
    const { id } = await client.silences.ensure({ ...wanted, duration: 60 });
    world.sim.fault.next(POST, { cut: 'after' });
    expect(await client.silences.ensure({ ...wanted, duration: 600 })).toMatchObject({ id, outcome: 'extended' });
    expect(world.sim.silences).toHaveLength(1);
    world.sim.fault.next(POST, { status: 503 });
    const error = await errorOf(client.silences.create({ ...wanted, duration: 60 }));
    expect(error).toMatchObject({ code: 'ALERTMANAGER_UNAVAILABLE', outcomeUnknown: false });
    expect(world.sim.silences).toHaveLength(1);
  });

  test('reads only where changes are refused', async () => {
    const planning = world.client({ guard: readOnly });
    await expect(planning.silences.ensure({ ...wanted, duration: 60 })).rejects.toThrow(EffectRefused);
    expect(await planning.silences.findFor(wanted.matchers, world.time(60))).toBeUndefined();
    await client.silences.ensure({ ...wanted, duration: 60 });
    expect((await planning.silences.ensure({ ...wanted, duration: 30 })).outcome).toBe('reused');
    await expect(planning.silences.expire(world.sim.silences[0]?.id ?? '')).rejects.toThrow(EffectRefused);
    await expect(planning.alerts.post([{ labels: { a: 'b' } }])).rejects.toThrow(EffectRefused);
  });

  test('says in a plan what is not known yet', async () => {
    const host = [{ name: 'host', operator: '=' as const, value: unknown('host') as string }];
    await expect(client.silences.findFor(host, world.time(60))).rejects.toThrow(UnknownInPlan);
    await expect(client.silences.ensure({ ...wanted, endsAt: unknown('end') })).rejects.toThrow(UnknownInPlan);
    expect(world.sim.requests).toEqual([]);
  });
});

test('is refused before anything is sent where it makes no sense', async () => {
  const faulty = [
    { ...wanted, duration: 0 },
    { ...wanted, duration: Number.NaN },
    { ...wanted, endsAt: world.time(-1) },
    { ...wanted, endsAt: '2031-01-01 00:00' },
    { ...wanted, endsAt: '2031-01-01T00:00:00' },
    { ...wanted, startsAt: world.time(60), endsAt: world.time(60) },
    { ...wanted, matchers: '', duration: 60 },
    { ...wanted, matchers: 'host=""', duration: 60 },
    { ...wanted, matchers: 'host=~"x*"', duration: 60 },
  ];
  for (const one of faulty) {
    const error = await errorOf(client.silences.create(one));
    expect([one, error.code, error.faults.length]).toEqual([one, 'ALERTMANAGER_INVALID_INPUT', 1]);
  }
  const both = await errorOf(client.silences.ensure({ ...wanted, matchers: 'host', duration: -1 }));
  expect(both.code).toBe('ALERTMANAGER_INVALID_INPUT');
  expect(both.faults.map((fault) => fault.split(':')[0])).toEqual(['matchers', 'duration']);
  expect((await errorOf(client.silences.ensure({ ...wanted, matchers: 'host', duration: 1 }))).code).toBe(
    'ALERTMANAGER_MATCHER',
  );
  expect((await errorOf(client.silences.get('..'))).code).toBe('ALERTMANAGER_INVALID_INPUT');
  expect(world.sim.requests).toEqual([]);
});

test('that was made in the dark is found by what it is', async () => {
  world.sim.fault.next(POST, { cut: 'after' });
  const error = await errorOf(client.silences.create({ ...wanted, duration: 60 }));
  expect(error).toMatchObject({ outcomeUnknown: true });
  expect(await client.silences.find({ ...wanted })).toMatchObject([{ createdBy: 'opsbook', state: 'active' }]);
  expect(await client.silences.find({ ...wanted, comment: 'other' })).toEqual([]);
  expect(await client.silences.find({ ...wanted, states: ['expired'] })).toEqual([]);
});

test('that expired before is no error of expiring it, in old versions either', async () => {
  const { id } = await client.silences.create({ ...wanted, duration: 60 });
  const headers = { 'content-type': 'application/json' };
  world.sim.fault.next('DELETE /api/v2/silence/*', { status: 500, headers, body: `"silence ${id} already expired"\n` });
  await client.silences.expire(id);
  expect((await client.silences.get(id)).state).toBe('active');
  world.sim.fault.next('DELETE /api/v2/silence/*', { status: 500, headers, body: '"disk full"\n' });
  expect(await errorOf(client.silences.expire(id))).toMatchObject({
    code: 'ALERTMANAGER_UNAVAILABLE',
    serviceMessage: 'disk full',
  });
});

test('keeps the annotations that newer versions have when it is extended', async () => {
  const { id } = await client.silences.create({ ...wanted, duration: 60 });
  const silence = {
    ...{ id, status: { state: 'active' }, createdBy: 'x', comment: 'y', annotations: { ticket: '42' } },
    ...{ startsAt: world.time(0), endsAt: world.time(60), updatedAt: world.time(0) },
    matchers: [{ name: 'host', value: 'hv1', isRegex: false, isEqual: true }],
  };
  world.sim.fault.next('GET /api/v2/silence/*', { status: 200, body: silence });
  await client.silences.extend(id, { duration: 600 });
  expect(world.sim.requests.at(-1)?.body).toMatchObject({ id, annotations: { ticket: '42' }, comment: 'y' });
});
