import { expect, it } from '@jest/globals';
import { VirtualClock, sleep } from '@opsbook/context';
import { Watchers } from './watchers.ts';

it('outlives a moment in which the ledger cannot be read', async () => {
  const clock = new VirtualClock();
  let version: number | undefined = 1;
  const watchers = new Watchers(clock, () => {
    if (version === undefined) throw new Error('disk I/O error');
    return version;
  });
  let told = 0;
  watchers.add(() => (told += 1));
  version = undefined;
  await sleep(clock, 1000);
  expect(told).toBe(0);
  version = 2;
  await sleep(clock, 251);
  expect(told).toBe(1);
  watchers.close();
});
