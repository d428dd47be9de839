import type { Socket } from 'node:net';
import type { Clock, Release } from '../clock.ts';

/**
 * Keeps a client of a simulator waiting for `ms` on the clock (for ever: Infinity). Answers false when the client went away first.
 * The client holds a virtual clock while it waits for an answer; parking lets time go on nevertheless.
 */
export function waitOnClock(clock: Clock, socket: Socket, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const unpark = isParkable(clock) ? clock.park() : undefined;
    const end = (connected: boolean) => {
      cancel?.();
      // `end` comes a turn before `close`: the clock must not run ahead of a client that has just given up.
      socket.off('end', gone).off('close', gone);
      unpark?.();
      resolve(connected);
    };
    const gone = () => end(false);
    const cancel = ms === Infinity ? undefined : clock.after(ms, () => end(true));
    socket.once('end', gone).once('close', gone);
    if (socket.destroyed) gone();
  });
}

const isParkable = (clock: Clock): clock is Clock & { park(): Release } => 'park' in clock;
