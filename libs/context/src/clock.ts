/** Undoes what the call that returned it did. Calling it twice is harmless. */
export type Release = () => void;

/**
 * Where every timer, retry and wait gets its time from.
 * In production it is {@link systemClock}; in tests a {@link VirtualClock}, on which an hour passes in no time.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `fn` once after `ms` milliseconds, unless released before. */
  after(ms: number, fn: () => void): Release;
  /**
   * Says that something is under way which does not wait for this clock (a request on the wire, a lane being resumed).
   * A virtual clock stands still while anything is held; the system clock does not care.
   */
  hold(): Release;
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The clock's time as UTC ISO 8601 with milliseconds. */
export const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();
