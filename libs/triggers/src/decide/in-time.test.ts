import { expect, test } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { inTime } from './in-time.ts';

const never = () => new Promise<never>(() => undefined);

test('who stops waits for no answer, also to what is asked after that', async () => {
  const clock = new VirtualClock();
  const began = clock.now();
  const stop = new AbortController();
  const before = inTime({ clock, signal: stop.signal }, 'it', never);
  stop.abort(new Error('it stops'));
  await expect(before).rejects.toThrow('it stops');
  await expect(inTime({ clock, signal: stop.signal }, 'it', never)).rejects.toThrow('it stops');
  expect(clock.now()).toBe(began);
});
