import { type Engine, type Execution, errorValue } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Progress } from './progress.ts';

/** What the nth signal means: stop the run and undo, leave it as it is, or nothing. */
export type SignalPolicy = (nth: number) => 'stop' | 'leave' | 'nothing';

const firstStopsSecondLeaves: SignalPolicy = (nth) => (nth === 1 ? 'stop' : 'leave');

/**
 * What Ctrl-C and SIGTERM mean while this process executes a run: the first stops it at its next safe point and undoes what
 * it changed, the second leaves it as it is, to be resumed.
 */
export class StopSignals {
  /** Whether the run was left as it is. */
  left = false;
  readonly #first = new AbortController();
  readonly #release: () => void;
  #count = 0;

  constructor(
    session: Session,
    engine: Engine,
    execution: Execution,
    id: string,
    progress: Progress,
    policy: SignalPolicy = firstStopsSecondLeaves,
  ) {
    this.#release = session.terminal.onStop((signal) => {
      this.#count += 1;
      const meaning = policy(this.#count);
      if (meaning === 'nothing') return;
      const asked = this.#first.signal.aborted;
      this.#first.abort();
      if (meaning === 'leave') {
        this.left = true;
        void execution.suspend();
        return;
      }
      if (asked) return;
      const cause = signal === 'SIGINT' ? 'Ctrl-C' : 'SIGTERM';
      progress.clear();
      session.note(`${cause}: stopping at the next safe point and undoing; once more leaves the run as it is.\n`);
      // It may have ended in this very moment.
      engine.cancel(id, session.by(), cause).catch((error: unknown) => session.note(`${errorValue(error).message}\n`));
    });
  }

  /** Aborted by the first one. */
  get signal(): AbortSignal {
    return this.#first.signal;
  }

  wasAsked(): boolean {
    return this.#first.signal.aborted;
  }

  release(): void {
    this.#release();
  }
}
