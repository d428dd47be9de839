import type { Clock } from '@opsbook/context';

/** Loads a package at its first use, and once: nodemailer is large, and whoever sends no mail does not wait for it. */
export function late<T>(load: () => Promise<T>): (clock: Clock) => Promise<T> {
  let loaded: T | undefined;
  return async (clock) => {
    if (loaded !== undefined) return loaded;
    const release = clock.hold();
    try {
      return (loaded = await load());
    } finally {
      release();
    }
  };
}
