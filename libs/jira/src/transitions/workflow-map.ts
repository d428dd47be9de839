/** A step that is known. */
export interface KnownStep {
  /** The transition's id. */
  id: string;
  /** The transition's name. */
  name: string;
  /** The status it leads to. */
  to: string;
  toDone: boolean;
  /** The fields that have to be given for it. */
  needs: readonly { id: string; name: string }[];
}

export const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const keyOf = (status: string): string => status.trim().toLowerCase();

/**
 * What was seen of a workflow. Jira tells only the transitions out of the status that an issue is in, so the map grows as
 * issues are walked through it.
 */
export class WorkflowMap {
  readonly #steps = new Map<string, readonly KnownStep[]>();

  /** What leads out of a status; replaces what was seen there before. */
  record(status: string, steps: readonly KnownStep[]): void {
    this.#steps.set(keyOf(status), steps);
  }

  seen(status: string): boolean {
    return this.#steps.has(keyOf(status));
  }

  /** The shortest known way from a status to one that is wanted; undefined when there is none. */
  way(from: string, rules: WayRules): KnownStep[] | undefined {
    const reached = new Set([keyOf(from)]);
    let ways: KnownStep[][] = [[]];
    while (ways.length > 0) {
      const longer: KnownStep[][] = [];
      for (const way of ways) {
        for (const step of this.#steps.get(keyOf(way.at(-1)?.to ?? from)) ?? []) {
          if (reached.has(keyOf(step.to)) || !rules.usable(step)) continue;
          if (rules.wanted(step)) return [...way, step];
          reached.add(keyOf(step.to));
          if (rules.pass(step)) longer.push([...way, step]);
        }
      }
      ways = longer;
    }
    return undefined;
  }
}

export interface WayRules {
  wanted: (step: KnownStep) => boolean;
  /** Whether the way may go on through the status that a step leads to. */
  pass: (step: KnownStep) => boolean;
  /** Whether a step can be taken. */
  usable: (step: KnownStep) => boolean;
}
