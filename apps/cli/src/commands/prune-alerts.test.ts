import { beforeEach, expect, test } from '@jest/globals';
import { alertEvent, recorded, withLedgerOfEvents } from '../testing/events.ts';
import { Host } from '../testing/host.ts';

const DAY = 86_400_000;
let host: Host;
beforeEach(async () => {
  host = new Host();
  host.config = { serve: { retention: 2 } };
  const received = (days: number) => ({ receivedAt: new Date(host.house.clock.now() - days * DAY).toISOString() });
  await withLedgerOfEvents(host, async (store) => {
    await recorded(store, alertEvent('old', {}, received(3)), { state: 'unmatched' });
    await recorded(store, alertEvent('waits', {}, received(3)));
    await recorded(store, alertEvent('new', {}, received(1.5)), { state: 'unmatched' });
  });
});

const left = async () => {
  const { out } = await host.opsbook('alerts --json');
  return [...out.matchAll(/"event":\{"id":"(\w+)"/g)].map(([, id]) => id);
};

test('forgets what is decided and older than the retention; --dry-run only counts it', async () => {
  const told = '1 decided event that arrived before 2029-12-30 00:00:00Z.\n';
  expect(await host.opsbook('alerts prune --dry-run')).toEqual({ code: 0, out: `Would forget ${told}`, err: '' });
  expect(await left()).toEqual(['new', 'waits', 'old']);
  expect(await host.opsbook('alerts prune')).toEqual({ code: 0, out: `Forgot ${told}`, err: '' });
  expect(await left()).toEqual(['new', 'waits']);
});

test('--older-than is an age with its unit', async () => {
  const json = await host.opsbook('alerts prune --older-than 12h --json');
  expect(JSON.parse(json.out)).toEqual({ events: 2, receivedBefore: '2029-12-31T12:00:00.000Z', dryRun: false });
  const bare = await host.opsbook('alerts prune --older-than 90');
  expect(bare).toMatchObject({ code: 2, err: expect.stringContaining("--older-than '90' is no age") });
});
