import { EffectRefused, type Guard, type GuardedRequest, currentScope } from '@opsbook/context';
import { type Freeze, freezeText } from './freeze.ts';

/** What the guard must know of the run, at the moment of the request. */
export interface GuardedRun {
  readonly planning: boolean;
  readonly cancelled: boolean;
  readonly settling: ReadonlySet<string>;
  readonly underWay: readonly string[];
}

/**
 * The guard that is bound into every client of a run. Reads pass; a change passes only while a step of *this* run that may
 * change something is under way, while the run is neither planned nor cancelled, and while this process still executes it.
 * A freeze lets what was under way already go on to its end.
 */
export class RunGuard implements Guard {
  #run: GuardedRun | undefined;
  readonly #executing: () => string | undefined;
  readonly #freeze: () => Freeze | undefined;

  /**
   * @param executing why this process may not act for the run any more; undefined while it may
   * @param freeze the one that stops the run now
   */
  constructor(
    executing: () => string | undefined = () => undefined,
    freeze: () => Freeze | undefined = () => undefined,
  ) {
    this.#executing = executing;
    this.#freeze = freeze;
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
    if (this.#run.underWay.includes(step)) return this.#executing();
    const freeze = this.#freeze();
    return freeze === undefined ? 'its step is over, which did not await it' : freezeText(freeze);
  }
}
