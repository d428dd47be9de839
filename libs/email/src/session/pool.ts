import { type Release, shared } from '@opsbook/context';
import { EmailError, isEmailError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { PASSING } from './passing.ts';
import { Session } from './session.ts';

/**
 * The sessions of an account: at most `sessions` at once, each used for one mail after another. One that is idle is kept for
 * `idle` seconds.
 */
export class Pool {
  readonly #settings: Settings;
  readonly #idle = new Map<Session, Release>();
  readonly #waiting: (() => void)[] = [];
  #places: number;
  /** Sessions there are, idle or in use. */
  #open = 0;
  /** Places that are not tried again before every session has ended. */
  #spared = 0;
  #closed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#places = settings.sessions;
  }

  /**
   * Gives a session that nobody else uses; to be given back.
   * @param ready what has to be waited for once it is one's turn
   * @throws EmailError: why none can be opened; what `ready` throws
   */
  async take(signal: AbortSignal, ready?: () => Promise<void>): Promise<{ session: Session; reused: boolean }> {
    for (let waited = false; ; waited = true) {
      while (this.#places === 0) await this.#turn(signal);
      this.#places -= 1;
      try {
        if (!waited) await ready?.();
        if (this.#closed || signal.aborted) throw aborted(signal);
        const idle = this.#takeIdle();
        if (idle !== undefined) return { session: idle, reused: true };
        const session = await Session.open(this.#settings, signal);
        this.#open += 1;
        return { session, reused: false };
      } catch (error) {
        // Servers allow so many sessions at once, and say so with 421 or by not answering: those there are have to do.
        const enough = this.#open > 0 && isEmailError(error) && PASSING.has(error.code);
        if (enough) this.#spared += 1;
        else this.#freePlace();
        if (!enough) throw error;
      }
    }
  }

  /** Takes a session back; one that is of no further use is closed. */
  giveBack(session: Session): void {
    if (this.#closed || !session.usable) this.#end(session);
    else this.#keep(session);
    this.#freePlace();
  }

  /** Closes idle sessions, now, and those in use when they are given back. */
  close(): void {
    this.#closed = true;
    for (const [session, release] of this.#idle) {
      release();
      this.#end(session);
    }
    this.#idle.clear();
  }

  #keep(session: Session): void {
    const { idle, context } = this.#settings;
    // The timer is nobody's step: it must not end with the one that happened to send last.
    const release = shared(() =>
      context.clock.after(idle * 1000, () => {
        this.#idle.delete(session);
        this.#end(session);
      }),
    );
    this.#idle.set(session, release);
  }

  #takeIdle(): Session | undefined {
    for (const [session, release] of this.#idle) {
      this.#idle.delete(session);
      release();
      if (session.usable) return session;
      this.#end(session);
    }
    return undefined;
  }

  #end(session: Session): void {
    this.#open -= 1;
    session.close();
    if (this.#open === 0) for (; this.#spared > 0; this.#spared -= 1) this.#freePlace();
  }

  #freePlace(): void {
    this.#places += 1;
    this.#waiting.shift()?.();
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(aborted(signal));
      };
      this.#waiting.push(go);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}

function aborted(signal: AbortSignal): EmailError {
  const cause: unknown = signal.reason;
  return isEmailError(cause) ? cause : new EmailError('EMAIL_ABORTED', 'nothing was sent: aborted', { cause });
}
