import { scrubJson } from '@opsbook/context';
import { RunbookError } from '../errors.ts';
import type { StoredEvent } from '../events.ts';
import type { Json } from '../json.ts';
import { type LeaseHolder, type Requester, type RunOwner, type RunRecord, hasEnded } from '../run-record.ts';
import type { Answer, JournalEntry, JournalWrite, RunFilter, RunStore, Signal } from './run-store.ts';

/** Keeps runs in this process, for tests and for planning what-ifs. Everything is copied in and out, as a file would. */
export class MemoryStore implements RunStore {
  readonly #runs = new Map<string, RunRecord>();
  readonly #journals = new Map<string, JournalEntry[]>();
  readonly #deadlines = new Map<string, Map<string, number>>();
  readonly #events = new Map<string, StoredEvent[]>();
  readonly #keys = new Set<string>();
  readonly #leases = new Map<string, LeaseHolder & { token: number; root: string }>();
  readonly #signals = new Map<string, Json>();
  readonly #answers: { id: string; answer: Answer }[] = [];
  readonly #watchers = new Set<() => void>();
  #seq = 0;
  #token = 0;

  insertRun(run: RunRecord): void {
    if (!this.#runs.has(run.id)) this.#runs.set(run.id, copy(run));
  }

  getRun(id: string): RunRecord | undefined {
    const run = this.#runs.get(id);
    return run && copy(run);
  }

  listRuns({ status, runbook, parent, limit }: RunFilter): RunRecord[] {
    const found = [...this.#runs.values()].filter(
      (run) =>
        (status === undefined || status.includes(run.status)) &&
        (runbook === undefined || run.runbook === runbook) &&
        (parent === undefined || run.parent === parent),
    );
    return found
      .reverse()
      .slice(0, limit ?? found.length)
      .map(copy);
  }

  updateRun(id: string, epoch: number, patch: Partial<RunRecord>): void {
    const run = this.#mine(id, epoch);
    Object.assign(run, copy(patch));
    if (hasEnded(run)) this.#freeLeases(id);
  }

  claim(id: string, owner: RunOwner, now: string, isGone: (run: RunRecord) => boolean): RunRecord {
    const run = this.#known(id);
    if (hasEnded(run)) throw new RunbookError('RUN_ENDED', `run ${id} has ended: ${run.status}`);
    if (run.owner !== undefined && !isGone(copy(run))) {
      throw new RunbookError('RUN_OWNED', `run ${id} is executed by process ${run.owner.pid} on ${run.owner.host}`, {
        details: run.owner,
      });
    }
    Object.assign(run, {
      owner,
      heartbeatAt: now,
      epoch: run.epoch + 1,
      status: 'running',
      startedAt: run.startedAt ?? now,
    });
    return copy(run);
  }

  release(id: string, epoch: number): void {
    delete this.#mine(id, epoch).owner;
  }

  heartbeat(owner: string, now: string): Map<string, number> {
    const own = [...this.#runs.values()].filter((run) => run.owner?.id === owner && !hasEnded(run));
    for (const run of own) run.heartbeatAt = now;
    return new Map(own.map((run) => [run.id, run.epoch]));
  }

  epoch(id: string): number | undefined {
    return this.#runs.get(id)?.epoch;
  }

  journal(id: string): JournalEntry[] {
    return copy(this.#journals.get(id) ?? []);
  }

  deadlines(id: string): Map<string, number> {
    return new Map(this.#deadlines.get(id));
  }

  append(id: string, epoch: number, write: JournalWrite): void {
    this.#mine(id, epoch);
    const journal = this.#journals.get(id) ?? [];
    journal.push(...copy(write.entries));
    this.#journals.set(id, journal);
    const deadlines = this.#deadlines.get(id) ?? new Map<string, number>();
    for (const { path, at } of write.deadlines) if (!deadlines.has(path)) deadlines.set(path, at);
    this.#deadlines.set(id, deadlines);
    const events = this.#events.get(id) ?? [];
    for (const event of write.events) {
      if (this.#keys.has(`${id}\0${event.key}`)) continue;
      this.#keys.add(`${id}\0${event.key}`);
      events.push({ ...copy(event), seq: (this.#seq += 1) });
    }
    this.#events.set(id, events);
  }

  events(id: string, seq: number): StoredEvent[] {
    return copy((this.#events.get(id) ?? []).filter((event) => event.seq > seq));
  }

  takeLease(target: string, run: RunRecord, since: string): { token: number } | { held: LeaseHolder } {
    this.#mine(run.id, run.epoch);
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

  leases(): (LeaseHolder & { token: number })[] {
    return [...this.#leases.values()].map(({ root: _root, ...lease }) => lease);
  }

  breakLease(target: string, _by: Requester, _reason: string, _at: string): boolean {
    const broken = this.#leases.delete(target);
    if (broken) this.#changed();
    return broken;
  }

  signal(id: string, { path, value }: Signal): boolean {
    const key = `${id}\0${path}`;
    if (this.#signals.has(key)) return false;
    this.#signals.set(key, copy(value));
    this.#changed();
    return true;
  }

  getSignal(id: string, path: string): Json | undefined {
    return copy(this.#signals.get(`${id}\0${path}`));
  }

  answer(id: string, answer: Answer): void {
    this.#answers.push({ id, answer: copy(answer) });
  }

  answers(id: string, path: string): Answer[] {
    return this.#answers.filter((a) => a.id === id && a.answer.path === path).map(({ answer }) => copy(answer));
  }

  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): void {
    for (const run of this.#runs.values()) {
      if (isBelow(this.#runs, run, id) && !hasEnded(run)) run.cancel ??= copy(cancel);
    }
    this.#changed();
  }

  watch(fn: () => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  close(): void {
    this.#watchers.clear();
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #freeLeases(id: string): void {
    for (const [target, lease] of this.#leases) {
      if (lease.run !== id && lease.root !== id) continue;
      const heir = [...this.#runs.values()].find(
        (run) => run.root === lease.root && run.status === 'running' && run.targets.includes(target),
      );
      if (heir === undefined || lease.root === id) this.#leases.delete(target);
      else lease.run = heir.id;
    }
    this.#changed();
  }

  #known(id: string): RunRecord {
    const run = this.#runs.get(id);
    if (run === undefined) throw new RunbookError('UNKNOWN_RUN', `there is no run ${id}`);
    return run;
  }

  #mine(id: string, epoch: number): RunRecord {
    const run = this.#known(id);
    if (run.epoch === epoch) return run;
    throw new RunbookError(
      'RUN_ADOPTED',
      `run ${id} was adopted by another process (epoch ${run.epoch}, this is ${epoch})`,
    );
  }
}

/** What a file would keep: a JSON copy, free of known secrets. */
function copy<T>(value: T): T {
  return value === undefined ? value : scrubJson(JSON.parse(JSON.stringify(value)) as T);
}

function isBelow(runs: ReadonlyMap<string, RunRecord>, run: RunRecord, id: string): boolean {
  for (
    let at: RunRecord | undefined = run;
    at !== undefined;
    at = at.parent === undefined ? undefined : runs.get(at.parent)
  ) {
    if (at.id === id) return true;
  }
  return false;
}
