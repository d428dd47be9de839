import type { LeaseAnswer, LeaseHolder, RunRecord } from '../../run-record.ts';
import { copy } from './copy.ts';

type Lease = LeaseHolder & { token: number; root: string };

/** Who holds which target. */
export class LeasesTable {
  readonly #leases = new Map<string, Lease>();
  #token = 0;

  take(target: string, run: RunRecord, since: string): LeaseAnswer {
    const held = this.#leases.get(target);
    if (held !== undefined) {
      const { token, root, ...holder } = held;
      return root === run.root ? { token } : { held: holder };
    }
    const token = (this.#token += 1);
    const by = `${run.requestedBy.user} through ${run.requestedBy.surface}`;
    this.#leases.set(target, copy({ target, run: run.id, runbook: run.runbook, by, since, token, root: run.root }));
    return { token };
  }

  list(): (LeaseHolder & { token: number })[] {
    return [...this.#leases.values()].map(({ root: _root, ...lease }) => lease);
  }

  /** Answers what it broke. */
  break(target: string): Lease | undefined {
    const held = this.#leases.get(target);
    this.#leases.delete(target);
    return held;
  }

  /** Those of a run that has ended. What a running relative needs as well passes to it, unless the root has ended. */
  free(id: string, runs: readonly RunRecord[]): void {
    for (const [target, lease] of this.#leases) {
      if (lease.run !== id && lease.root !== id) continue;
      const heir = runs.find(
        (run) => run.root === lease.root && run.status === 'running' && run.targets.includes(target),
      );
      if (heir === undefined || lease.root === id) this.#leases.delete(target);
      else lease.run = heir.id;
    }
  }

  /** Those of a run that is forgotten. */
  forget(id: string): void {
    for (const [target, lease] of this.#leases) if (lease.run === id) this.#leases.delete(target);
  }
}
