import { beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { alertEvent, recorded, withLedgerOfEvents } from '../testing/events.ts';
import { Host } from '../testing/host.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const RUN = '0mwqli5e2-db1e2e00';
const host = new Host();

beforeAll(() =>
  withLedgerOfEvents(host, async (store) => {
    await recorded(store, alertEvent('e1'), { state: 'ran', rule: 'light', run: RUN });
    await recorded(store, alertEvent('e2', { instance: 'attic' }), {
      ...{ state: 'suppressed', rule: 'light', by: 'throttle', why: '3 of 3 runs in 1h' },
    });
    const finding = { key: 'k', title: 'a flavor\nis missing' };
    const payload = { sensor: 'flavors', finding, since: 'x' };
    await recorded(store, alertEvent('e3', {}, { type: 'sensor', source: 'flavors', payload }), { state: 'unmatched' });
    await recorded(store, alertEvent('e4', {}, { status: 'resolved', receivedAt: '2030-01-01T01:00:00.000Z' }));
    await store.decide(
      [{ id: 'e4', state: { state: 'received', waits: { rule: 'light', until: '2030-01-01T02:00:00Z', why: 'w' } } }],
      '2030-01-01T01:00:00.000Z',
    );
  }),
);

const ids = async (line: string) => {
  const { out } = await host.opsbook(`alerts --json ${line}`);
  return out
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => (JSON.parse(one) as { event: { id: string } }).event.id);
};

test('the newest first: who told what, what became of it, and why', async () => {
  const { code, out, err } = await host.opsbook('alerts');
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    'RECEIVED | EVENT | FROM | WHAT | STATE | RULE | WHY',
    '2030-01-01 01:00:00Z | e4 | alert prod | Dark hall (resolved) | waits | light | until 2030-01-01 02:00:00Z: w',
    '2030-01-01 00:00:00Z | e3 | sensor flavors | a flavor is missing | unmatched | no rule matched',
    '2030-01-01 00:00:00Z | e2 | alert prod | Dark attic | suppressed | light | throttle: 3 of 3 runs in 1h',
    `2030-01-01 00:00:00Z | e1 | alert prod | Dark hall | ran | light | run ${RUN}`,
    '',
  ]);
  expect(err).toBe("Why: opsbook explain '<event>'\n");
});

test.each([
  ['', ['e4', 'e3', 'e2', 'e1']],
  ['--state ran suppressed', ['e2', 'e1']],
  ['--type sensor', ['e3']],
  ['--source prod --limit 2', ['e4', 'e2']],
  ['--rule light --state ran', ['e1']],
  [`--run ${RUN}`, ['e1']],
  ['--since 2030-01-01T00:30Z', ['e4']],
  ['--until 2030-01-01T00:30Z', ['e3', 'e2', 'e1']],
  ['--grep attic', ['e2']],
])('filtered by %s', async (line, expected) => {
  expect(await ids(line)).toEqual(expected);
});

test('counted by state; cut, with what to type for more', async () => {
  const counts = { received: 1, ran: 1, merged: 0, suppressed: 1, unmatched: 1, rejected: 0, failed: 0, emitted: 0 };
  expect(JSON.parse((await host.opsbook('alerts --counts --json')).out)).toEqual(counts);
  expect((await host.opsbook('alerts --counts')).out).toMatch(/^suppressed +1$/m);
  expect((await host.opsbook('alerts --limit 1')).err).toContain('These are the latest 1; more with --limit');
});

test.each(['--state broken', '--type mail', '--since soon', '--limit 0', '--follow --counts', '--run nope'])(
  '%s is bad input',
  async (line) => {
    expect((await host.opsbook(`alerts ${line}`)).code).toBe(2);
  },
);

test('where there is no ledger nothing is found, and none is made', async () => {
  const other = new Host();
  const ledger = join(temporaryFolder().path, 'state/ledger.alerts.db');
  other.config = { serve: { ledger } };
  expect(await other.opsbook('alerts')).toMatchObject({ code: 0, out: 'Nothing found.\n' });
  expect(existsSync(ledger)).toBe(false);
  const followed = await other.opsbook('alerts --follow');
  expect(followed).toMatchObject({
    code: 2,
    err: expect.stringContaining(`there is no ledger of events at ${ledger}`),
  });
});

test('followed: what comes, and what becomes of what was open, until Ctrl-C', async () => {
  const live = new Host();
  await withLedgerOfEvents(live, async (store) => {
    await recorded(store, alertEvent('old'), { state: 'unmatched' });
    await recorded(store, alertEvent('open'));
  });
  const [{ code, out }] = await Promise.all([
    live.opsbook('alerts --follow --limit 1 --json --type alert', { onStart: live.stopAfter(10) }),
    live.later(3, () =>
      withLedgerOfEvents(live, async (store) => {
        await recorded(store, alertEvent('new'));
        await recorded(store, alertEvent('tick', {}, { type: 'timer', payload: {} }));
        await store.decide([{ id: 'open', state: { state: 'unmatched' } }], '2030-01-01T00:00:03.000Z');
      }),
    ),
    live.later(6, () =>
      withLedgerOfEvents(live, (store) =>
        store.decide([{ id: 'new', state: { state: 'ran', rule: 'r', run: RUN } }], '2030-01-01T00:00:06.000Z'),
      ),
    ),
  ]);
  expect(code).toBe(0);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: { id: string }; state: { state: string } });
  expect(lines.map(({ event, state }) => `${event.id} ${state.state}`)).toEqual([
    'open received',
    'open unmatched',
    'new received',
    'new ran',
  ]);
});
