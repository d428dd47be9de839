import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import fc from 'fast-check';
import { openTriggerStore } from '../store/open-trigger-store.ts';
import { alertmanagerEvents } from './alertmanager-events.ts';

const RUNS = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 100);
const AT = '2030-01-01T00:10:00.000Z';

const alert = {
  status: 'firing',
  labels: { alertname: 'HostDown', instance: 'cmp-17' },
  annotations: { summary: 'It is down' },
  startsAt: '2030-01-01T02:00:00.123456789+02:00',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus/graph',
  fingerprint: '3b0d6f15eb5ee67b',
};
const body = {
  version: '4',
  groupKey: '{}:{alertname="HostDown"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'opsbook',
  groupLabels: { alertname: 'HostDown' },
  commonLabels: { alertname: 'HostDown' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager',
  alerts: [alert],
};

function read(given: unknown, source = 'prod') {
  let last = 0;
  return alertmanagerEvents(given, { source, receivedAt: AT, ids: { next: () => `e${(last += 1)}` } });
}
const keys = (given: unknown) => read(given).events.map(({ key }) => key);

it('makes an event of each alert, in the order of the body', () => {
  const resolved = { ...alert, status: 'resolved', endsAt: '2030-01-01T00:05:00Z' };
  const { events, truncated, group } = read({ ...body, truncatedAlerts: 3, alerts: [alert, resolved] });
  const subject = '2030-01-01T00:00:00.123Z/3b0d6f15eb5ee67b';
  const shared = { type: 'alert', source: 'prod', subject, receivedAt: AT };
  const { receiver, groupKey, groupLabels, commonLabels, externalURL } = body;
  const payload = { ...alert, receiver, groupKey, groupLabels, commonLabels, externalURL, source: 'prod' };
  expect(events).toEqual([
    { ...shared, id: 'e1', status: 'firing', key: `${subject}/firing`, payload },
    {
      ...{ ...shared, id: 'e2', status: 'resolved', key: `${subject}/resolved` },
      payload: { ...payload, status: 'resolved', endsAt: '2030-01-01T00:05:00Z' },
    },
  ]);
  expect({ truncated, group }).toEqual({ truncated: 3, group: { receiver, groupKey, groupLabels, externalURL } });
});

describe('one alert', () => {
  it('is the same through another route, in another zone, from the API with its milliseconds, and with more to tell', () => {
    const others = [
      { ...body, groupKey: '{}/{team="a"}:{}', receiver: 'other' },
      { ...body, alerts: [{ ...alert, startsAt: '2030-01-01T00:00:00.123Z' }] },
      { ...body, alerts: [{ ...alert, annotations: { summary: 'Still down' }, generatorURL: '' }] },
    ];
    for (const other of others) expect(keys(other)).toEqual(keys(body));
  });

  it('is another one when it fires again, or when other labels do', () => {
    const all = [
      body,
      { ...body, alerts: [{ ...alert, startsAt: '2030-01-01T00:00:00.124Z' }] },
      { ...body, alerts: [{ ...alert, fingerprint: '3b0d6f15eb5ee67c' }] },
      { ...body, alerts: [{ ...alert, status: 'resolved' }] },
    ];
    expect(new Set(all.flatMap(keys)).size).toBe(4);
  });

  it('of an Alertmanager that sends no fingerprint gets the one that later ones send', () => {
    const labels = { alertname: 'Watchdog', cluster: 'testbed', severity: 'none' };
    const { fingerprint: _, ...old } = { ...alert, labels };
    expect(keys({ ...body, alerts: [old] })).toEqual(
      keys({ ...body, alerts: [{ ...alert, fingerprint: '560e986a09333d41' }] }),
    );
  });
});

it('takes what later versions may add, and what earlier ones left out', () => {
  const { truncatedAlerts: _, ...earlier } = body;
  expect(read({ ...earlier, notificationReason: 'x', alerts: [{ ...alert, more: {} }] })).toEqual(read(body));
  expect(read({ ...body, alerts: [] }).events).toEqual([]);
});

describe('a body that is none', () => {
  const like = (start: string) => expect.stringMatching(`^${start}: `) as unknown as string;
  it.each<[string, unknown, string[]]>([
    ['not an object', 'text', ['body: Invalid input: expected object, received string']],
    [
      'another version',
      { ...body, version: '3' },
      ['version: is not "4": this is no webhook of Alertmanager 0.16 or later'],
    ],
    [
      'several faults',
      { ...body, groupKey: 1, alerts: [alert, { ...alert, status: 'odd', labels: { a: 1 } }] },
      [like('groupKey'), like('alerts\\[1\\].status'), like('alerts\\[1\\].labels.a')],
    ],
    [
      'a start that is none',
      { ...body, alerts: [{ ...alert, startsAt: 'today' }] },
      ['alerts[0].startsAt: is no time of RFC 3339'],
    ],
    [
      "Go's zero time as its start",
      { ...body, alerts: [{ ...alert, startsAt: '0001-01-01T00:00:00Z' }] },
      ["alerts[0].startsAt: is Go's zero time: without its start a firing cannot be told from the one before"],
    ],
  ])('is refused with all that is wrong: %s', (_what, given, faults) => {
    const refused = expect.objectContaining({ code: 'INVALID_BODY', faults });
    expect(() => read(given)).toThrow(refused);
  });

  it('is refused without a thousand times the same', () => {
    const odd = Array.from({ length: 1000 }, () => ({ ...alert, status: 'odd' }));
    const refused = expect.objectContaining({ faults: expect.arrayContaining(['and 980 more']) as unknown });
    expect(() => read({ ...body, alerts: odd })).toThrow(refused);
  });
});

const anAlert = fc
  .record({ host: fc.nat(5), start: fc.nat(3), status: fc.constantFrom('firing', 'resolved') })
  .map(({ host, start, status }) => ({
    ...{ ...alert, status, fingerprint: `f${host}`, startsAt: `2030-01-01T00:0${start}:00Z` },
  }));
const aBody = fc
  .record({ alerts: fc.array(anAlert, { maxLength: 6 }), groupKey: fc.constantFrom('g1', 'g2') })
  .map((more) => ({ ...body, ...more }));

it('whatever is delivered how often and in which order, the ledger has each alert once', async () => {
  const { path, remove } = temporaryLedger();
  const store = openTriggerStore({ path, clock: new VirtualClock() });
  let run = 0;
  let last = 0;
  let after: string | undefined;
  const ids = { next: () => `e${(last += 1)}` };
  const deliveries = fc
    .array(aBody, { minLength: 1, maxLength: 5 })
    .chain((bodies) => fc.tuple(fc.constant(bodies), fc.array(fc.constantFrom(...bodies), { maxLength: 8 })));
  await fc.assert(
    fc.asyncProperty(deliveries, async ([bodies, again]) => {
      const source = `s${(run += 1)}`;
      const all = [...again, ...bodies];
      const told = all.map((one) =>
        store.append(
          alertmanagerEvents(one, { source, receivedAt: AT, ids }).events.map((event) => ({ event })),
          AT,
        ),
      );
      const appended = (await Promise.all(told)).flat();
      const kept = store.list({ first: 'oldest', limit: 100, ...(after && { after }) }).map(({ event }) => event);
      const expected = new Set(
        bodies.flatMap(({ alerts }) =>
          alerts.map((a) => [a.fingerprint, a.startsAt, a.status].map((one) => JSON.stringify(one)).join(' ')),
        ),
      );
      const found = kept.map(({ payload: p }) =>
        [p['fingerprint'], p['startsAt'], p['status']].map((one) => JSON.stringify(one)).join(' '),
      );
      expect([...found].sort()).toEqual([...expected].sort());
      after = kept.at(-1)?.id ?? after;
      expect(appended.filter(({ isNew }) => isNew)).toHaveLength(kept.length);
      // Whoever delivers it is told under which id it stands.
      expect(new Set(appended.map(({ id }) => id))).toEqual(new Set(kept.map(({ id }) => id)));
    }),
    { numRuns: RUNS },
  );
  await store.close();
  remove();
});
