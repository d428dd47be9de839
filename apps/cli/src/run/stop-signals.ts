import { type Engine, type Execution, errorValue } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Progress } from './progress.ts';

/**
 * What Ctrl-C and SIGTERM mean while this process executes a run: the first stops it at its next safe point and undoes what
 * it changed, the second leaves it as it is, to be resumed.
 */
export class StopSignals {
  /** Whether the run was left as it is. */
  left = false;
  readonly #first = new AbortController();
  readonly #release: () => void;

  constructor(session: Session, engine: Engine, execution: Execution, id: string, progress: Progress) {
    this.#release = session.terminal.onStop((signal) => {
      if (this.#first.signal.aborted) {
        this.left = true;
        void execution.suspend();
        return;
      }
      this.#first.abort();
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
