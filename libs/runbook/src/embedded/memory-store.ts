import { scrubJson } from '@opsbook/context';
import type { AuditEntry, AuditFilter, StoredAuditEntry } from '../audit.ts';
import { RunbookError } from '../errors.ts';
import type { StoredEvent } from '../events.ts';
import type { Freeze } from '../freeze.ts';
import type { Json } from '../json.ts';
import {
  type LeaseAnswer,
  type LeaseHolder,
  type Requester,
  type RunOwner,
  type RunRecord,
  hasEnded,
} from '../run-record.ts';
import type { Answer, JournalEntry, JournalWrite, RunFilter, RunStore, Signal } from './run-store.ts';
import { trail } from './trail.ts';

/** Keeps runs in this process, for tests and for planning what-ifs. Everything is copied in and out, as a file would. */
export class MemoryStore implements RunStore {
  readonly #runs = new Map<string, RunRecord>();
  readonly #journals = new Map<string, JournalEntry[]>();
  readonly #deadlines = new Map<string, Map<string, number>>();
  readonly #events = new Map<string, Map<string, StoredEvent>>();
  readonly #leases = new Map<string, LeaseHolder & { token: number; root: string }>();
  readonly #signals = new Map<string, Map<string, Json>>();
  readonly #answers = new Map<string, Answer[]>();
  readonly #freezes = new Map<string, Freeze>();
  readonly #audit: StoredAuditEntry[] = [];
  readonly #watchers = new Set<() => void>();
  #seq = 0;
  #token = 0;

  insertRun(run: RunRecord): Promise<void> {
    return write(() => {
      if (this.#runs.has(run.id)) return;
      this.#runs.set(run.id, copy(run));
      this.#record(trail.requested(run));
    });
  }

  getRun(id: string): RunRecord | undefined {
    const run = this.#runs.get(id);
    return run && copy(run);
  }

  listRuns({ status, runbook, parent, rootsOnly, first, limit }: RunFilter): RunRecord[] {
    const found = [...this.#runs.values()].filter(
      (run) =>
        (status === undefined || status.includes(run.status)) &&
        (runbook === undefined || run.runbook === runbook) &&
        (parent === undefined || run.parent === parent) &&
        (rootsOnly !== true || run.parent === undefined),
    );
    if (first !== 'oldest') found.reverse();
    return found.slice(0, limit ?? found.length).map(copy);
  }

  updateRun(id: string, epoch: number, patch: Partial<RunRecord>, last?: JournalWrite): Promise<void> {
    return write(() => {
      const run = this.#mine(id, epoch);
      if (last !== undefined) this.#append(id, last);
      const had = hasEnded(run);
      Object.assign(run, copy(patch));
      if (!hasEnded(run)) return;
      if (!had) this.#record(trail.ended(run));
      this.#freeLeases(id);
    });
  }

  claim(
    id: string,
    owner: RunOwner,
    now: string,
    isGone: (run: RunRecord) => boolean,
    version: string,
  ): Promise<RunRecord> {
    return write(() => {
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
      this.#record(trail.claimed(run, version, now));
      return copy(run);
    });
  }

  release(id: string, epoch: number): Promise<void> {
    return write(() => {
      delete this.#mine(id, epoch).owner;
    });
  }

  heartbeat(owner: string, now: string): Promise<Map<string, number>> {
    return write(() => {
      const own = [...this.#runs.values()].filter((run) => run.owner?.id === owner && !hasEnded(run));
      for (const run of own) run.heartbeatAt = now;
      return new Map(own.map((run) => [run.id, run.epoch]));
    });
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

  append(id: string, epoch: number, what: JournalWrite): Promise<void> {
    return write(() => {
      this.#mine(id, epoch);
      this.#append(id, what);
    });
  }

  events(id: string, seq: number): StoredEvent[] {
    return copy([...(this.#events.get(id)?.values() ?? [])].filter((event) => event.seq > seq));
  }

  takeLease(target: string, run: RunRecord, since: string): Promise<LeaseAnswer> {
    return write(() => {
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
    });
  }

  leases(): (LeaseHolder & { token: number })[] {
    return [...this.#leases.values()].map(({ root: _root, ...lease }) => lease);
  }

  breakLease(target: string, by: Requester, reason: string, at: string): Promise<boolean> {
    return write(() => {
      const held = this.#leases.get(target);
      if (held === undefined) return false;
      this.#leases.delete(target);
      this.#record(trail.leaseBroken(held, { by, reason, at }));
      this.#changed();
      return true;
    });
  }

  signal(id: string, signal: Signal): Promise<boolean> {
    return write(() => this.#signal(id, signal));
  }

  getSignal(id: string, path: string): Json | undefined {
    return copy(this.#signals.get(id)?.get(path));
  }

  answer(id: string, answer: Answer, decide: (answers: readonly Answer[]) => Json | undefined): Promise<void> {
    return write(() => {
      const run = this.#known(id);
      of(this.#answers, id, () => []).push(copy(answer));
      this.#record(trail.answered(run, answer));
      const decision = decide(this.answers(id, answer.path));
      if (decision !== undefined) this.#signal(id, { path: answer.path, value: decision });
    });
  }

  answers(id: string, path: string): Answer[] {
    return copy((this.#answers.get(id) ?? []).filter((answer) => answer.path === path));
  }

  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): Promise<void> {
    return write(() => {
      const asked = [...this.#runs.values()].filter(
        (run) => isBelow(this.#runs, run, id) && !hasEnded(run) && run.cancel === undefined,
      );
      for (const run of asked) run.cancel = copy(cancel);
      if (asked.length > 0) this.#record(trail.cancelRequested(this.#known(id), cancel));
      this.#changed();
    });
  }

  freeze(freeze: Freeze): Promise<boolean> {
    return write(() => {
      if (this.#freezes.has(freeze.scope)) return false;
      this.#freezes.set(freeze.scope, copy(freeze));
      this.#record(trail.frozen(freeze));
      this.#changed();
      return true;
    });
  }

  unfreeze(scope: string, by: Requester, reason: string, at: string): Promise<boolean> {
    return write(() => {
      const freeze = this.#freezes.get(scope);
      if (freeze === undefined) return false;
      this.#freezes.delete(scope);
      this.#record(trail.unfrozen(freeze, { by, reason, at }));
      this.#changed();
      return true;
    });
  }

  freezes(): Freeze[] {
    return copy([...this.#freezes.values()]);
  }

  audit(filter: AuditFilter): StoredAuditEntry[] {
    const { run, kind, user, runbook, target, since, until, after = 0, first, limit } = filter;
    const below = run === undefined ? undefined : this.#startedBy(run);
    const found = this.#audit.filter(
      (entry) =>
        entry.seq > after &&
        (below === undefined || entry.root === run || (entry.run !== undefined && below.has(entry.run))) &&
        (kind === undefined || kind.includes(entry.kind)) &&
        (user === undefined || entry.by.user === user) &&
        (runbook === undefined || entry.runbook === runbook) &&
        (target === undefined || entry.targets.some((name) => name.includes(target))) &&
        (since === undefined || entry.at >= since) &&
        (until === undefined || entry.at < until),
    );
    if (first === 'newest') found.reverse();
    return copy(found.slice(0, limit ?? found.length));
  }

  prune(endedBefore: string, by: Requester, at: string): Promise<number> {
    return write(() => {
      const old = [...this.#runs.values()].filter((run) => {
        const root = this.#runs.get(run.root);
        return root?.endedAt !== undefined && root.endedAt < endedBefore && this.#isWhole(root.id);
      });
      for (const { id } of old) {
        this.#runs.delete(id);
        for (const table of [this.#journals, this.#deadlines, this.#events, this.#signals, this.#answers]) {
          table.delete(id);
        }
        for (const [target, lease] of this.#leases) if (lease.run === id) this.#leases.delete(target);
      }
      if (old.length > 0) this.#record(trail.pruned(old.length, endedBefore, by, at));
      return old.length;
    });
  }

  watch(fn: () => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  close(): Promise<void> {
    return write(() => this.#watchers.clear());
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #record(entry: AuditEntry): void {
    this.#audit.push({ ...copy(entry), seq: this.#audit.length + 1 });
  }

  /** The run and those below it, as the trail knows them: it outlives the runs. */
  #startedBy(id: string): Set<string> {
    const found = new Set([id]);
    for (const { kind, run, details } of this.#audit) {
      const { parent } = (details ?? {}) as { parent?: string };
      if (kind === 'requested' && run !== undefined && parent !== undefined && found.has(parent)) found.add(run);
    }
    return found;
  }

  /** Whether every run of a tree has ended. */
  #isWhole(root: string): boolean {
    return [...this.#runs.values()].every((run) => run.root !== root || hasEnded(run));
  }

  #signal(id: string, { path, value }: Signal): boolean {
    const signals = of(this.#signals, id, () => new Map<string, Json>());
    if (signals.has(path)) return false;
    signals.set(path, copy(value));
    this.#changed();
    return true;
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

  #append(id: string, { entries, deadlines, events, audit }: JournalWrite): void {
    of(this.#journals, id, () => []).push(...copy(entries));
    const known = of(this.#deadlines, id, () => new Map<string, number>());
    for (const { path, at } of deadlines) if (!known.has(path)) known.set(path, at);
    const told = of(this.#events, id, () => new Map<string, StoredEvent>());
    for (const event of events) {
      if (!told.has(event.key)) told.set(event.key, { ...copy(event), seq: (this.#seq += 1) });
    }
    for (const entry of audit) this.#record(entry);
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

/** Performed after the call, as a disk would: who does not wait for it does not see it. */
const write = <T>(perform: () => T): Promise<T> => Promise.resolve().then(perform);

/** The entry of a key, made when it is missing. */
function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
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
