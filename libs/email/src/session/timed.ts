import type { Clock } from '@opsbook/context';
import { EmailError, type EmailErrorCode } from '../errors.ts';

export interface Limits {
  clock: Clock;
  signal: AbortSignal;
  /** Seconds. */
  timeout: number;
  /** What it means when they are over. */
  code: EmailErrorCode;
  /** "connect to smtp.example.org:587": for the message. */
  what: string;
  /** Asked when it ends early: whether the mail may have been accepted. */
  doubtful?: () => boolean;
}

/** How the work tells what became of it. Whatever comes after the first is ignored. */
export interface Settle<T> {
  resolve: (value: T) => void;
  reject: (error: Error) => void;
  /** Gives it so many seconds from now. */
  restart: (timeout: number) => void;
}

/**
 * Waits for work on a connection until it is settled, its time is over, or the signal aborts; the clock is held meanwhile.
 * The work itself is not ended: whoever asked closes the connection.
 */
export function timed<T>(limits: Limits, work: (settle: Settle<T>) => void): Promise<T> {
  const { clock, signal, code, what, doubtful = () => false } = limits;
  return new Promise<T>((resolve, reject) => {
    const release = clock.hold();
    let cancel = (): void => undefined;
    let settled = false;
    const end = (settle: () => void) => {
      settled = true;
      cancel();
      signal.removeEventListener('abort', onAbort);
      release();
      settle();
    };
    const early = (why: EmailErrorCode, message: string, cause?: unknown) => {
      const outcomeUnknown = doubtful();
      const text = `${what}: ${message}${outcomeUnknown ? IN_DOUBT : ''}`;
      end(() => reject(new EmailError(why, text, { outcomeUnknown, cause })));
    };
    const restart = (timeout: number) => {
      cancel();
      if (settled) return;
      cancel = clock.after(timeout * 1000, () => early(code, `nothing within ${timeout} s`));
    };
    const onAbort = () => early('EMAIL_ABORTED', 'aborted', signal.reason);
    restart(limits.timeout);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else work({ resolve: (value) => end(() => resolve(value)), reject: (error) => end(() => reject(error)), restart });
  });
}

/** Ends the message of an error whose mail may have been accepted. */
export const IN_DOUBT = '; the mail may have been accepted: look before you send it again';
