import { RunbookError } from '@opsbook/runbook';
import { durationText } from '../rules/duration.ts';
import type { Desk } from './desk.ts';

/** Seconds that a look or a plan may take: nothing else tells when one has come to nothing. */
const MOST = 900;

/** Asks for an answer, and asks no more of whoever has not given one in time. Rejects then with `TIMED_OUT`. @param most seconds */
export async function inTime<T>(
  { clock, signal }: Pick<Desk, 'clock' | 'signal'>,
  what: string,
  ask: (signal: AbortSignal) => Promise<T>,
  most = MOST,
): Promise<T> {
  // One that is aborted already tells nobody.
  signal.throwIfAborted();
  const over = new AbortController();
  let release: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    const give = (error: Error) => {
      reject(error);
      over.abort(error);
    };
    release = clock.after(most * 1000, () =>
      give(new RunbookError('TIMED_OUT', `${what} has not answered in ${durationText(most)}`)),
    );
    signal.addEventListener('abort', () => give(signal.reason as Error), { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([ask(AbortSignal.any([signal, over.signal])), late]);
  } finally {
    release();
    // Its listener goes too.
    over.abort();
  }
}
