import type { Clock } from './clock.ts';

// setTimeout fires at once when asked for more than this.
const LONGEST = 2 ** 31 - 1;

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, fn) {
    const deadline = Date.now() + ms;
    let timer: NodeJS.Timeout;
    const arm = () => {
      const left = deadline - Date.now();
      timer = left > LONGEST ? setTimeout(arm, LONGEST) : setTimeout(fn, Math.max(0, left));
    };
    arm();
    return () => clearTimeout(timer);
  },
  hold: () => () => undefined,
};
