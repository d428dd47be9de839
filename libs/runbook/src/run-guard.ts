import { EffectRefused, type Guard, type GuardedRequest, currentScope } from '@opsbook/context';

/** What the guard must know of the run, at the moment of the request. */
export interface GuardedRun {
  readonly planning: boolean;
  readonly cancelled: boolean;
  readonly settling: ReadonlySet<string>;
}

/**
 * The guard that is bound into every client of a run. Reads pass; a change passes only inside a step of *this* run that
 * may change something, while the run is neither planned nor cancelled, and while this process still executes it.
 */
export class RunGuard implements Guard {
  #run: GuardedRun | undefined;
  readonly #executing: () => string | undefined;

  /** @param executing why this process may not act for the run any more; undefined while it may */
  constructor(executing: () => string | undefined = () => undefined) {
    this.#executing = executing;
  }

  /** Until it is bound to its run, no change passes. */
  bind(run: GuardedRun): void {
    this.#run = run;
  }

  check(request: GuardedRequest): void {
    if (request.effect === 'read') return;
    const scope = currentScope();
    const step = scope?.owner === this.#run ? scope?.step : undefined;
    const reason = this.#reason(step, scope?.effect);
    if (reason !== undefined) throw new EffectRefused(request, reason, step);
  }

  #reason(step: string | undefined, effect: string | undefined): string | undefined {
    if (this.#run === undefined) return 'the run has not begun';
    if (this.#run.planning) return 'a plan changes nothing';
    if (step === undefined) return 'it was made outside every step of the run';
    if (effect !== 'change') return 'looking may not change anything';
    if (this.#run.cancelled && !this.#run.settling.has(step)) return 'the run is being cancelled';
    return this.#executing();
  }
}
