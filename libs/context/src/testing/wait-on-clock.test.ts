import { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { VirtualClock } from '../index.ts';
import { waitOnClock } from './wait-on-clock.ts';

async function idle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

it('ends after the time, although a client holds the clock', async () => {
  const clock = new VirtualClock();
  const start = clock.now();
  clock.hold();
  expect(await waitOnClock(clock, new Socket(), 5000)).toBe(true);
  expect(clock.now() - start).toBe(5000);
  clock.after(1, () => undefined);
  await idle();
  expect(clock.now() - start).toBe(5000);
});

it('ends when the client goes away, and leaves no timer', async () => {
  const clock = new VirtualClock();
  const start = clock.now();
  const socket = new Socket();
  const waiting = waitOnClock(clock, socket, 5000);
  socket.destroy();
  expect(await waiting).toBe(false);
  expect(await waitOnClock(clock, socket, 5000)).toBe(false);
  await idle();
  expect(clock.now()).toBe(start);
});
