import { RunbookError } from '../../errors.ts';
import { type RunOwner, type RunRecord, hasEnded } from '../../run-record.ts';
import type { RunFilter } from '../run-store.ts';
import { copy } from './copy.ts';

/** The records of runs: `fitting`, `known`, `mine` and those that are iterated are the records themselves, to be changed in place. */
export class RunsTable {
  readonly #runs = new Map<string, RunRecord>();

  /** Answers whether the run is new. */
  insert(run: RunRecord): boolean {
    if (this.#runs.has(run.id)) return false;
    this.#runs.set(run.id, copy(run));
    return true;
  }

  get(id: string): RunRecord | undefined {
    return copy(this.#runs.get(id));
  }

  list(filter: RunFilter): RunRecord[] {
    const { first, limit } = filter;
    const found = this.fitting(filter);
    if (first !== 'oldest') found.reverse();
    return found.slice(0, limit ?? found.length).map(copy);
  }

  /** The oldest first, whatever the filter says of order and limit. */
  fitting({ status, runbook, parent, rootsOnly }: RunFilter): RunRecord[] {
    return this.all().filter(
      (run) =>
        (status === undefined || status.includes(run.status)) &&
        (runbook === undefined || run.runbook === runbook) &&
        (parent === undefined || run.parent === parent) &&
        (rootsOnly !== true || run.parent === undefined),
    );
  }

  all(): RunRecord[] {
    return [...this.#runs.values()];
  }

  /** Answers the record itself, as it was claimed. */
  claim(id: string, owner: RunOwner, now: string, isGone: (run: RunRecord) => boolean): RunRecord {
    const run = this.known(id);
    if (hasEnded(run)) throw new RunbookError('RUN_ENDED', `run ${id} has ended: ${run.status}`);
    if (run.owner !== undefined && !isGone(copy(run))) {
      throw new RunbookError('RUN_OWNED', `run ${id} is executed by process ${run.owner.pid} on ${run.owner.host}`, {
        details: run.owner,
      });
    }
    const { epoch, startedAt = now } = run;
    return Object.assign(run, { owner, heartbeatAt: now, epoch: epoch + 1, status: 'running' as const, startedAt });
  }

  heartbeat(owner: string, now: string): Map<string, number> {
    const own = this.all().filter((run) => run.owner?.id === owner && !hasEnded(run));
    for (const run of own) run.heartbeatAt = now;
    return new Map(own.map((run) => [run.id, run.epoch]));
  }

  epoch(id: string): number | undefined {
    return this.#runs.get(id)?.epoch;
  }

  /** A run and all that it started. */
  below(id: string): RunRecord[] {
    return this.all().filter((run) => this.#isBelow(run, id));
  }

  #isBelow({ id, parent }: RunRecord, above: string): boolean {
    if (id === above) return true;
    const started = parent === undefined ? undefined : this.#runs.get(parent);
    return started !== undefined && this.#isBelow(started, above);
  }

  /** Takes out the trees that have ended whole, their roots before a time, and answers their ids. */
  prune(endedBefore: string): string[] {
    const old = this.all().filter(({ root: id }) => {
      const root = this.#runs.get(id);
      return root?.endedAt !== undefined && root.endedAt < endedBefore && this.#isWhole(id);
    });
    for (const { id } of old) this.#runs.delete(id);
    return old.map(({ id }) => id);
  }

  /** Whether every run of a tree has ended. */
  #isWhole(root: string): boolean {
    return this.all().every((run) => run.root !== root || hasEnded(run));
  }

  known(id: string): RunRecord {
    const run = this.#runs.get(id);
    if (run === undefined) throw new RunbookError('UNKNOWN_RUN', `there is no run ${id}`);
    return run;
  }

  mine(id: string, epoch: number): RunRecord {
    const run = this.known(id);
    if (run.epoch === epoch) return run;
    throw new RunbookError(
      'RUN_ADOPTED',
      `run ${id} was adopted by another process (epoch ${run.epoch}, this is ${epoch})`,
    );
  }
}
