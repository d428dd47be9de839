import { type Clock, isoNow } from '@opsbook/context';
import type { AuditFilter, StoredAuditEntry } from '../audit.ts';
import type { AnswerRequest, Engine, FreezeRequest, ListFilter } from '../engine.ts';
import type { OpenQuestion } from '../open-question.ts';
import { RunbookError } from '../errors.ts';
import type { StoredEvent } from '../events.ts';
import { type Freeze, frozen } from '../freeze.ts';
import type { RunExport } from '../run-export.ts';
import { type LeaseHolder, type Requester, type RunRecord, hasEnded } from '../run-record.ts';
import { exportRun } from './export-run.ts';
import { answerQuestion, openQuestions } from './questions.ts';
import type { RunStore } from './run-store.ts';

export interface LedgerOptions {
  store: RunStore;
  clock: Clock;
  version: string;
}

type Executing = 'start' | 'holders' | 'execute' | 'work' | 'isInterrupted' | 'close';

/** What surfaces do with the ledger from any process, without executing a run. */
export class Ledger implements Omit<Engine, Executing> {
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  async get(id: string): Promise<RunRecord> {
    const { store } = this.#options;
    const exact = store.getRun(id);
    if (exact !== undefined) return exact;
    const [found, second] = store.listRuns({ rootsOnly: true }).filter((run) => run.id.startsWith(id));
    if (found === undefined || id === '') throw new RunbookError('UNKNOWN_RUN', `there is no run ${id}`);
    if (second !== undefined)
      throw new RunbookError('UNKNOWN_RUN', `several runs begin with ${id}: ${found.id}, ${second.id} ...`);
    return await Promise.resolve(found);
  }

  async list(filter: ListFilter = {}): Promise<RunRecord[]> {
    return await Promise.resolve(this.#options.store.listRuns({ limit: 50, ...filter }));
  }

  async count(filter: Omit<ListFilter, 'limit'>): Promise<number> {
    return await Promise.resolve(this.#options.store.countRuns(filter));
  }

  async events(id: string, seq = 0): Promise<StoredEvent[]> {
    return this.#options.store.events((await this.get(id)).id, seq);
  }

  async questions(id: string): Promise<OpenQuestion[]> {
    return openQuestions(this.#options.store, await this.get(id));
  }

  async answer(id: string, request: AnswerRequest): Promise<void> {
    const { store, clock } = this.#options;
    await answerQuestion(store, await this.get(id), request, isoNow(clock));
  }

  async cancel(id: string, by: Requester, reason: string): Promise<void> {
    const { store, clock } = this.#options;
    const run = await this.get(id);
    if (hasEnded(run)) throw new RunbookError('RUN_ENDED', `run ${run.id} has ended: ${run.status}`);
    await store.requestCancel(run.id, { by, reason, at: isoNow(clock) });
  }

  async leases(): Promise<LeaseHolder[]> {
    return await Promise.resolve(this.#options.store.leases().map(({ token: _token, ...lease }) => lease));
  }

  async breakLease(target: string, by: Requester, reason: string): Promise<boolean> {
    const { store, clock } = this.#options;
    return await store.breakLease(target, by, reason, isoNow(clock));
  }

  async freeze(request: FreezeRequest): Promise<Freeze> {
    const { store, clock } = this.#options;
    const freeze = { ...request, at: isoNow(clock) };
    if (await store.freeze(freeze)) return freeze;
    const there = store.freezes().find(({ scope }) => scope === request.scope) ?? freeze;
    throw frozen(there);
  }

  async unfreeze(scope: string, by: Requester, reason: string): Promise<boolean> {
    const { store, clock } = this.#options;
    return await store.unfreeze(scope, by, reason, isoNow(clock));
  }

  async freezes(): Promise<Freeze[]> {
    return await Promise.resolve(this.#options.store.freezes());
  }

  async audit(filter: AuditFilter = {}): Promise<StoredAuditEntry[]> {
    return await Promise.resolve(this.#options.store.audit(filter));
  }

  async export(id: string): Promise<RunExport> {
    const { store, clock, version } = this.#options;
    return exportRun(store, await this.get(id), { version, at: isoNow(clock) });
  }

  async prune(endedBefore: string, by: Requester): Promise<number> {
    const { store, clock } = this.#options;
    return await store.prune(endedBefore, by, isoNow(clock));
  }
}
