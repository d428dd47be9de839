import { expect, it } from '@jest/globals';
import { VirtualClock, isoNow } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { type TriggerEvent, openTriggerStore } from '@opsbook/triggers';
import { daemonLog } from '../log/daemon-log.ts';
import { keepRetention } from './retention.ts';

it('forgets decided events once their days are over, day after day', async () => {
  const clock = new VirtualClock();
  const { path, remove } = temporaryLedger();
  const store = openTriggerStore({ path, clock });
  const at = isoNow(clock);
  const event = (id: string): TriggerEvent => ({
    ...{ id, type: 'alert', source: 'prod', key: id, subject: id, status: 'firing', receivedAt: at, payload: {} },
  });
  await store.append([{ event: event('a'), state: { state: 'unmatched' } }, { event: event('b') }], at);
  const release = keepRetention({ store, clock, log: daemonLog(undefined, 'silent'), days: 2 });
  const left = () =>
    store
      .list({})
      .map(({ event: { id } }) => id)
      .sort();
  const passes = (hours: number) => new Promise<void>((resolve) => void clock.after(hours * 3_600_000, resolve));
  await passes(47);
  expect(left()).toEqual(['a', 'b']);
  await passes(26);
  expect(left()).toEqual(['b']);
  release();
  await store.close();
  remove();
});
