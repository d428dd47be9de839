import { type Clock, isoNow } from '@opsbook/context';
import type { Json } from '@opsbook/runbook';
import { Database, GroupCommit } from '@opsbook/sqlite';
import type { EventState, FinalState, RuleDigest, StoredTriggerEvent } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Appended, Decision, EventFilter, Remembered, TriggerStore } from '../trigger-store.ts';
import { EventsTable } from './events-table.ts';
import { MemoryTable } from './memory-table.ts';
import { countOld, pruneEvents, pruneRest } from './prune-events.ts';
import { RemediationsTable } from './remediations-table.ts';
import { RuleSetsTable } from './rule-sets-table.ts';
import { EVENTS } from './schema.ts';

/** Keeps events in one SQLite file. All writes that were asked for in one turn of the event loop are one transaction. */
export class SqliteTriggerStore implements TriggerStore {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #events: EventsTable;
  readonly #remediations: RemediationsTable;
  readonly #ruleSets: RuleSetsTable;
  readonly #memory: MemoryTable;
  readonly #writes: GroupCommit;
  readonly #watchers = new Set<() => void>();

  /**
   * @param path the file; it and its directory are made when missing. Throws what `Database` does.
   * @param clock stands still while a write is under way
   * @param db for tests: the connection, with limits of its own
   */
  constructor(path: string, clock: Clock, db = new Database(path, EVENTS)) {
    this.#db = db;
    this.#clock = clock;
    this.#events = new EventsTable(db);
    this.#remediations = new RemediationsTable(db);
    this.#ruleSets = new RuleSetsTable(db);
    this.#memory = new MemoryTable(db);
    this.#writes = new GroupCommit(db, clock);
  }

  async append(
    events: readonly { event: TriggerEvent; state?: FinalState }[],
    at: string,
    remembered?: Remembered,
  ): Promise<Appended[]> {
    if (events.length === 0) return [];
    const appended = await this.#writes.add(() => {
      if (remembered !== undefined) this.#memory.change(remembered.owner, remembered.changes);
      return events.map(({ event, state }) => this.#events.append(event, state, at));
    });
    if (appended.some(({ isNew }) => isNew)) this.#tell();
    return appended;
  }

  async decide(decisions: readonly Decision[], at: string): Promise<void> {
    if (decisions.length === 0) return;
    await this.#writes.add(() => {
      for (const { id, state, remediation } of decisions) {
        this.#events.decide(id, state, at);
        if (remediation !== undefined) this.#remediations.save(remediation);
      }
    });
    this.#tell();
  }

  get(id: string): StoredTriggerEvent | undefined {
    return this.#events.get(id);
  }

  list(filter: EventFilter): StoredTriggerEvent[] {
    return this.#events.list(filter);
  }

  counts(filter: EventFilter): Record<EventState['state'], number> {
    return this.#events.counts(filter);
  }

  undecided(filter: { after?: string; limit: number }): StoredTriggerEvent[] {
    return this.#events.undecided(filter);
  }

  emitting(filter: { after?: string; limit: number }): StoredTriggerEvent[] {
    return this.#events.emitting(filter);
  }

  waiting(): StoredTriggerEvent[] {
    return this.#events.waiting();
  }

  countWaiting(): number {
    return this.#events.countWaiting();
  }

  remediations(filter: Parameters<TriggerStore['remediations']>[0]): Remediation[] {
    return this.#remediations.list(filter);
  }

  saveRemediation(remediation: Remediation): Promise<void> {
    return this.#writes.add(() => this.#remediations.save(remediation));
  }

  saveRuleSet(hash: string, rules: readonly RuleDigest[]): Promise<void> {
    return this.#writes.add(() => this.#ruleSets.save(hash, rules, isoNow(this.#clock)));
  }

  ruleSet(hash: string): RuleDigest[] | undefined {
    return this.#ruleSets.get(hash);
  }

  async remember(
    owner: string,
    changes: Readonly<Record<string, Json | undefined>>,
    events: readonly TriggerEvent[],
    at: string,
  ): Promise<void> {
    const isNews = await this.#writes.add(() => {
      this.#memory.change(owner, changes);
      return events.map((event) => this.#events.append(event, undefined, at)).some(({ isNew }) => isNew);
    });
    if (isNews) this.#tell();
  }

  memory(owner: string): Record<string, Json> {
    return this.#memory.of(owner);
  }

  /** In transactions of some hundred events, so that nobody waits for long. */
  async prune(receivedBefore: string): Promise<number> {
    let pruned = 0;
    for (;;) {
      const went = await this.#writes.add(() => pruneEvents(this.#db, receivedBefore));
      if (went === 0) break;
      pruned += went;
    }
    await this.#writes.add(() => pruneRest(this.#db, receivedBefore));
    return pruned;
  }

  countPrunable(receivedBefore: string): number {
    return countOld(this.#db, receivedBefore);
  }

  watch(fn: () => void): () => void {
    // A function of its own, so that the same `fn` may watch twice.
    const watcher = () => fn();
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** Writes what was asked for first. */
  close(): Promise<void> {
    this.#writes.flush();
    this.#watchers.clear();
    this.#db.close();
    return Promise.resolve();
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
