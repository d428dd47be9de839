import type { Clock } from '@opsbook/context';
import { errorValue } from '@opsbook/runbook';
import type { Session } from '../../session.ts';
import type { StackStormLink } from './stackstorm-link.ts';

/** Seconds from the action's beginning to the first look at its execution, and between two. */
const EVERY = 5;

/** Seconds until the next look after one that failed. */
const AWAY_EVERY = 20;

/** A token that has expired, or may not look, is not given back. */
const FOR_GOOD = new Set([
  'STACKSTORM_UNAUTHORIZED',
  'STACKSTORM_FORBIDDEN',
  'STACKSTORM_NOT_FOUND',
  'STACKSTORM_CONFIG',
]);

interface WatchOptions {
  session: Session;
  clock: Clock;
  link: StackStormLink;
  /** Called once. @param user who cancelled it, where that is known */
  onCancel: (user: string | undefined) => Promise<void>;
}

/**
 * Looks whether the action's execution was cancelled. StackStorm marks it, with `cancelled_by` in its context, and tells the process
 * nothing (st2 `st2common/services/action.py`, `request_cancellation`; `st2common/runners/base.py`, `cancel`).
 */
export class CancelWatch {
  readonly #options: WatchOptions;
  #release: () => void = () => undefined;
  #isClosed = false;
  #hasNoted = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Looks at once where the first look is due already: what was cancelled while it was planned is not to begin. */
  async begin(since: number): Promise<void> {
    const { clock, link } = this.#options;
    const { execution } = link;
    if (execution !== undefined && clock.now() - since >= EVERY * 1000) await this.#look(execution);
    else this.#wait(EVERY);
  }

  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #wait(seconds: number): void {
    const { clock, link } = this.#options;
    const { execution } = link;
    if (this.#isClosed || execution === undefined) return;
    this.#release = clock.after(seconds * 1000, () => void this.#look(execution));
  }

  async #look(execution: string): Promise<void> {
    const { session, link, onCancel } = this.#options;
    try {
      const { status, context } = await (await link.client()).executions.get(execution);
      if (this.#isClosed) return;
      if (status === 'canceling' || status === 'canceled') {
        const by = context['cancelled_by'];
        await onCancel(typeof by === 'string' ? by : undefined);
        return;
      }
    } catch (error) {
      if (this.#isClosed) return;
      const { code, message } = errorValue(error);
      if (!this.#hasNoted) session.note(`A cancel in StackStorm is not noticed now: ${message}\n`);
      this.#hasNoted = true;
      if (!FOR_GOOD.has(code)) this.#wait(AWAY_EVERY);
      return;
    }
    this.#wait(EVERY);
  }
}
