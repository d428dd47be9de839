import type { Scope } from '@opsbook/context';
import type { Strand } from './strand.ts';

/** Numbers the verbs that have no name of their own, the same in every replay. */
export class Counters {
  readonly #insideSteps = new WeakMap<Scope, Map<string, number>>();

  /**
   * A path for a verb. Inside a step's function it is counted below the step: a replay does not run that function again,
   * and must not count otherwise after it.
   */
  next(strand: Strand, inside: Scope | undefined, verb: string): string {
    const counters = inside === undefined ? strand.counters : this.#of(inside);
    const n = (counters.get(verb) ?? 0) + 1;
    counters.set(verb, n);
    return `${inside?.step ?? strand.lane.path}#${verb}:${n}`;
  }

  #of(scope: Scope): Map<string, number> {
    const known = this.#insideSteps.get(scope) ?? new Map<string, number>();
    this.#insideSteps.set(scope, known);
    return known;
  }
}
