/** A step that is known: to which status it leads, and whether it could be taken with what is given. */
export interface KnownStep {
  to: string;
  toDone: boolean;
  usable: boolean;
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

  /**
   * The statuses on the shortest known way from one status to the first that is wanted; undefined when there is none.
   * @param pass whether the way may go on through a status that is not wanted
   */
  way(from: string, wanted: (step: KnownStep) => boolean, pass: (step: KnownStep) => boolean): string[] | undefined {
    const reached = new Set([keyOf(from)]);
    let ways: string[][] = [[from]];
    while (ways.length > 0) {
      const longer: string[][] = [];
      for (const way of ways) {
        for (const step of this.#steps.get(keyOf(way.at(-1) ?? from)) ?? []) {
          if (!step.usable || reached.has(keyOf(step.to))) continue;
          if (wanted(step)) return [...way.slice(1), step.to];
          reached.add(keyOf(step.to));
          if (pass(step)) longer.push([...way, step.to]);
        }
      }
      ways = longer;
    }
    return undefined;
  }
}
