import { isoNow } from '@opsbook/context';
import { underRules } from '../approvals.ts';
import type { AnyRunbook } from '../define-runbook.ts';
import type { Engine, Execution, StartRequest, Work, WorkOptions } from '../engine.ts';
import { RunbookError } from '../errors.ts';
import { frozen } from '../freeze.ts';
import { parseInput } from '../parse-input.ts';
import { refuseSecrets } from '../refuse-secrets.ts';
import { RunGuard } from '../run-guard.ts';
import { type LeaseHolder, type RunRecord, hasEnded } from '../run-record.ts';
import { closeServices } from './close-services.ts';
import type { EmbeddedEngineOptions } from './embedded-engine-options.ts';
import { freezeOfTree } from './freeze-of-tree.ts';
import { insertAsking } from './insert-asking.ts';
import { Ledger } from './ledger.ts';
import { Life } from './life.ts';
import { RunIds } from './run-id.ts';
import { Worker } from './worker.ts';

/** Milliseconds that a run which was started here waits for being executed here. */
const RESERVED = 20_000;

/** Executes runs in this process on a {@link RunStore}. The memory and the local engine are this, with their stores. */
export class EmbeddedEngine<S> extends Ledger implements Engine {
  readonly #options: EmbeddedEngineOptions<S>;
  readonly #registry: ReadonlyMap<string, AnyRunbook<S>>;
  readonly #lives = new Map<string, Life<S>>();
  readonly #workers = new Set<Worker>();
  readonly #ids: RunIds;
  #beating: (() => void) | undefined;

  constructor(options: EmbeddedEngineOptions<S>) {
    super(options);
    this.#options = options;
    this.#ids = new RunIds(options.clock);
    this.#registry = new Map(options.runbooks.map((runbook) => [runbook.name, runbook]));
  }

  async start(request: StartRequest): Promise<RunRecord> {
    const { store, clock, version, owner, approvals = [], approvalExpires } = this.#options;
    const known = request.id === undefined ? undefined : store.getRun(request.id);
    if (known !== undefined) return known;
    const runbook = this.#runbook(request.runbook);
    const { given, parsed } = parseInput(runbook, request.input);
    refuseSecrets(runbook.name, given);
    const targets = this.#targetsOf(runbook, parsed);
    const id = request.id ?? this.#ids.next();
    const { plan } = request;
    const record: RunRecord = {
      id,
      root: id,
      runbook: runbook.name,
      version,
      risk: runbook.risk,
      input: given,
      requestedBy: request.requestedBy,
      status: 'waiting',
      createdAt: isoNow(clock),
      targets,
      leaseWait: request.leaseWait ?? 0,
      approval: request.approval ?? 'given',
      // Not its lines: the record is read often.
      ...(plan !== undefined && { plan: { hash: plan.hash, paths: plan.paths, unknown: plan.unknown } }),
      // Until it is executed or its owner is taken for dead: a queue must not snatch it from who asked for it.
      ...(request.queued !== true && { owner, heartbeatAt: isoNow(clock) }),
      epoch: 0,
    };
    const run = underRules(approvals, record, approvalExpires);
    this.#refuseFrozen(run);
    if (run.approval === 'given') await store.insertRun(run);
    else await insertAsking(store, run, owner, plan);
    return run;
  }

  async holders(request: Pick<StartRequest, 'runbook' | 'input'>): Promise<LeaseHolder[]> {
    const runbook = this.#runbook(request.runbook);
    const { parsed } = parseInput(runbook, request.input);
    if (runbook.risk === 'read-only') return [];
    const targets = this.#targetsOf(runbook, parsed);
    return (await this.leases()).filter(({ target }) => targets.includes(target));
  }

  async execute(id: string): Promise<Execution> {
    const { store, clock, owner, isGone, version } = this.#options;
    const found = await this.get(id);
    const runbook = this.#runbook(found.runbook);
    if (!hasEnded(found)) this.#refuseFrozen(found);
    const free = (run: RunRecord) => isGone(run) || (run.status === 'waiting' && run.owner?.id === owner.id);
    const run = await store.claim(found.id, owner, isoNow(clock), free, version);
    return this.#live(run, runbook);
  }

  isInterrupted(run: RunRecord): boolean {
    return run.status === 'running' && (run.owner === undefined || this.#options.isGone(run));
  }

  work(options: WorkOptions): Work {
    const { store, clock, isGone } = this.#options;
    const worker = new Worker({ ...options, store, clock, isGone, execute: (id) => this.execute(id) });
    this.#workers.add(worker);
    return worker;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    await Promise.all([...this.#lives.values()].map((life) => life.suspend()));
    this.#beating?.();
    await this.#options.store.close();
  }

  #refuseFrozen(run: RunRecord): void {
    const freeze = freezeOfTree(this.#options.store, run);
    if (freeze !== undefined) throw frozen(freeze);
  }

  #runbook(name: string): AnyRunbook<S> {
    const found = this.#registry.get(name);
    if (found !== undefined) return found;
    throw new RunbookError(
      'UNKNOWN_RUNBOOK',
      `there is no runbook '${name}'; known are ${[...this.#registry.keys()].sort().join(', ')}`,
    );
  }

  #targetsOf(runbook: AnyRunbook<S>, input: unknown): string[] {
    const { clock, connect } = this.#options;
    const services = connect({ guard: new RunGuard(), clock });
    try {
      return runbook.targets?.(input, services) ?? [];
    } finally {
      closeServices(services);
    }
  }

  #live(run: RunRecord, runbook: AnyRunbook<S>, parent?: Life<S>): Life<S> {
    const life = new Life<S>({
      ...this.#options,
      run,
      runbook,
      runbookOf: (name) => this.#runbook(name),
      live: (child, called, above) => this.#live(child, called, above),
      ...(parent !== undefined && { parent }),
    });
    this.#lives.set(run.id, life);
    const gone = () => this.#lives.delete(run.id);
    life.ended.then(gone, gone);
    this.#beat();
    return life;
  }

  /** Says that this process lives while it executes anything, and stops what another one has adopted. */
  #beat(): void {
    const { heartbeat, clock } = this.#options;
    if (heartbeat === undefined || this.#beating !== undefined) return;
    this.#beating = clock.after(heartbeat * 1000, () => {
      this.#beating = undefined;
      if (this.#lives.size === 0) return;
      this.#beat();
      // A store that is busy now may not be in five seconds; if it stays so, another process may adopt the runs, and
      // their writes and requests here are refused by epoch.
      this.#tellLife().catch(() => undefined);
    });
  }

  async #tellLife(): Promise<void> {
    const { store, clock, owner } = this.#options;
    const lives = [...this.#lives];
    const own = await store.heartbeat(owner.id, isoNow(clock));
    for (const [id, life] of lives) if (own.get(id) !== life.epoch) life.adopted();
    // Those that could not be released when their work stopped, and those that were started and never executed.
    for (const [id, epoch] of own) if (!this.#lives.has(id) && this.#isLeft(id)) await store.release(id, epoch);
  }

  #isLeft(id: string): boolean {
    const { store, clock } = this.#options;
    const run = store.getRun(id);
    return run?.status !== 'waiting' || clock.now() - Date.parse(run.createdAt) > RESERVED;
  }
}
