import type { Clock } from '@opsbook/context';

/** Waits for a promise, at most `seconds`: its value, or undefined when the time has passed. */
export async function tickOr<T>(clock: Clock, seconds: number, promise: Promise<T>): Promise<{ value: T } | undefined> {
  let release: () => void = () => undefined;
  const tick = new Promise<undefined>((resolve) => {
    release = clock.after(seconds * 1000, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise.then((value) => ({ value })), tick]);
  } finally {
    release();
  }
}
