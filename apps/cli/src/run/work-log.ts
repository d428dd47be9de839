import { type Clock, isoNow } from '@opsbook/context';
import { type ErrorValue, type RunRecord, errorValue } from '@opsbook/runbook';
import { formatDuration, secondsBetween } from '../format/duration.ts';
import { timeOfDay } from '../format/time.ts';
import { inline } from '../format/values.ts';
import { nextStep } from '../next-step.ts';
import type { Session } from '../session.ts';

/** What a worker prints: a line for each run that it takes, and one for how that ended; with `--json` an object each. */
export class WorkLog {
  readonly #session: Session;
  readonly #clock: Clock;

  constructor(session: Session, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  readonly taken = (run: RunRecord): void => {
    const { user, surface } = run.requestedBy;
    const asked = [`asked for by ${user} through ${surface}`, inline(run.input)]
      .filter((part) => part !== '')
      .join(': ');
    const words = run.epoch === 0 ? 'taken' : 'taken over';
    this.#write(run, words, { event: 'taken', epoch: run.epoch }, `, ${asked}`);
  };

  readonly ended = (run: RunRecord): void => {
    const { status, startedAt, endedAt, changed, error } = run;
    const took =
      startedAt === undefined || endedAt === undefined
        ? ''
        : ` after ${formatDuration(secondsBetween(startedAt, endedAt))}`;
    const why = error === undefined ? '' : `: ${error.message}. See ${this.#session.command('show', run.id)}`;
    this.#write(run, status, { event: 'ended', status, changed, error }, `${took}${why}`);
  };

  readonly left = (run: RunRecord, thrown: unknown): void => {
    const error = errorValue(thrown);
    this.#write(run, 'left', { event: 'left', error }, `: ${this.#leftText(run, error)}`);
  };

  #leftText({ id }: RunRecord, error: ErrorValue): string {
    const { command } = this.#session;
    // It was suspended, by this worker's end or because nothing but answers is missing.
    if (error.code === 'CANCELLED') return `to be gone on with; what waits for a person: ${command('pending')}`;
    const next = nextStep(error, { command, subject: id });
    return [error.message, ...(next === undefined ? [] : [next])].join('. ');
  }

  #write(run: RunRecord, words: string, facts: Record<string, unknown>, more: string): void {
    const at = isoNow(this.#clock);
    const { id, runbook } = run;
    if (this.#session.json) this.#session.print(`${JSON.stringify({ at, run: id, runbook, ...facts })}\n`);
    else this.#session.print(`${timeOfDay(at)}  ${id}  ${words}: ${runbook}${more}\n`);
  }
}
