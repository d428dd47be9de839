import { type Engine, type Execution, isRunbookError } from '@opsbook/runbook';
import { type Session } from '../session.ts';

/**
 * What Ctrl-C and SIGTERM mean while this process executes a run: the first stops it at its next safe point and undoes what
 * it changed, the second leaves it as it is, to be resumed.
 */
export class StopSignals {
  /** Whether the run was left as it is. */
  left = false;
  readonly #first = new AbortController();
  readonly #release: () => void;

  constructor(session: Session, engine: Engine, execution: Execution, id: string) {
    this.#release = session.terminal.onStop((signal) => {
      if (this.#first.signal.aborted) {
        this.left = true;
        void execution.suspend();
        return;
      }
      this.#first.abort();
      const cause = signal === 'SIGINT' ? 'Ctrl-C' : 'SIGTERM';
      session.note(`\n${cause}: stopping at the next safe point and undoing; once more leaves the run as it is.\n`);
      engine.cancel(id, session.by(), cause).catch((error: unknown) => {
        // It ended in this very moment.
        if (!isRunbookError(error)) throw error;
      });
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
