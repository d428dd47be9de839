import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

test('a lease is listed while its run has not ended, and can be broken', async () => {
  const host = new Host();
  expect((await host.opsbook('leases')).out).toBe('Nothing is held.\n');
  const stopped = await host.opsbook('run house.light --cloud home --yes --json', { onStart: host.interrupt(2) });
  const { id } = JSON.parse(stopped.out) as { id: string };

  const { out } = await host.opsbook('leases');
  expect(out).toMatch(new RegExp(`^house/home +${id} +house\\.light +interrupted +ada`, 'm'));
  const broken = await host.opsbook(['leases', 'break', 'house/home', '--reason', 'its host burnt down']);
  expect(broken).toMatchObject({ code: 0, out: `house/home is free; it was held by run ${id}.\n` });
  expect(JSON.parse((await host.opsbook('leases --json')).out)).toEqual([]);
  expect((await host.opsbook(['leases', 'break', 'house/home', '--reason', 'again'])).code).toBe(2);
});

test('breaking a lease needs a reason', async () => {
  expect((await new Host().opsbook('leases break house/home')).code).toBe(2);
});
