import { type Context, isoNow } from '@opsbook/context';
import { type AnyRunbook } from '../define-runbook.ts';
import { type Execution } from '../engine.ts';
import { RunbookError } from '../errors.ts';
import { executeRun } from '../execute-run.ts';
import { type Json } from '../json.ts';
import { parseInput } from '../parse-input.ts';
import { below } from '../plan.ts';
import { RunGuard } from '../run-guard.ts';
import { type ChildEnd, type RunRecord, hasEnded } from '../run-record.ts';
import { closeServices } from './close-services.ts';
import { type EmbeddedEngineOptions } from './embedded-engine.ts';
import { JournalPort } from './journal-port.ts';
import { childRunId } from './run-id.ts';

export interface LifeOptions<S> extends EmbeddedEngineOptions<S> {
  /** As it was claimed: its epoch is this life's. */
  run: RunRecord;
  runbook: AnyRunbook<S>;
  runbookOf: (name: string) => AnyRunbook<S>;
  live: (child: RunRecord, runbook: AnyRunbook<S>) => Life<S>;
}

/** One run in one process, from when the process takes it until it ends or is left. */
export class Life<S> implements Execution {
  readonly ended: Promise<RunRecord>;
  readonly epoch: number;
  readonly #options: LifeOptions<S>;
  readonly #abort = new AbortController();
  readonly #children = new Set<Life<S>>();

  constructor(options: LifeOptions<S>) {
    this.#options = options;
    this.epoch = options.run.epoch;
    this.ended = this.#live();
    this.ended.catch(() => undefined);
  }

  async suspend(): Promise<void> {
    this.#stop(new RunbookError('CANCELLED', `the work on run ${this.#options.run.id} was suspended`));
    await this.ended.catch(() => undefined);
  }

  /** Another process has taken the run. */
  adopted(): void {
    this.#stop(new RunbookError('RUN_ADOPTED', `run ${this.#options.run.id} was adopted by another process`));
  }

  #stop(reason: RunbookError): void {
    this.#abort.abort(reason);
    for (const child of this.#children) child.#stop(reason);
  }

  async #live(): Promise<RunRecord> {
    const { run, runbook, store, clock, connect } = this.#options;
    const { signal } = this.#abort;
    const guard = new RunGuard(() => this.#mayAct());
    const context: Context = { guard, clock, signal };
    const services = connect(context);
    const startChild = (path: string, name: string, input: Json) => this.#child(services, path, name, input);
    const port = new JournalPort({ run, store, clock, signal, startChild });
    try {
      const emit = (event: Parameters<JournalPort['emit']>[0]) => port.emit(event);
      const end = await executeRun({ runbook, record: run, port, services, guard, clock, emit, signal });
      signal.throwIfAborted();
      port.flush();
      store.updateRun(run.id, run.epoch, { ...end, endedAt: isoNow(clock) });
      return store.getRun(run.id) as RunRecord;
    } catch (error) {
      // Whatever stopped the work leaves the run to be resumed, at once where this process can still say so.
      if (store.epoch(run.id) === run.epoch) store.release(run.id, run.epoch);
      throw error;
    } finally {
      port.close();
      closeServices(services);
    }
  }

  #mayAct(): string | undefined {
    const { run, store } = this.#options;
    if (this.#abort.signal.aborted) return 'this process has stopped working on the run';
    const epoch = store.epoch(run.id);
    return epoch === run.epoch
      ? undefined
      : `another process executes the run now (epoch ${epoch}, this is ${run.epoch})`;
  }

  async #child(services: S, path: string, name: string, input: Json): Promise<ChildEnd> {
    const { store, clock, owner, run: parent, version, runbookOf, live } = this.#options;
    const id = childRunId(parent.id, path);
    const runbook = runbookOf(name);
    const { parsed } = parseInput(runbook, input);
    const { requestedBy, root } = parent;
    store.insertRun({
      id,
      root,
      parent: parent.id,
      runbook: name,
      version,
      risk: runbook.risk,
      input,
      requestedBy,
      status: 'waiting',
      createdAt: isoNow(clock),
      targets: runbook.targets?.(parsed, services) ?? [],
      leaseWait: 0,
      approval: 'given',
      ...(parent.plan !== undefined && { plan: below(parent.plan, path) }),
      epoch: 0,
    });
    const known = store.getRun(id) as RunRecord;
    if (hasEnded(known)) return childEnd(known);
    // A child has no owner of its own: it goes with its parent, whose life this is.
    const child = live(
      store.claim(id, owner, isoNow(clock), () => true),
      runbook,
    );
    this.#children.add(child);
    try {
      return childEnd(await child.ended);
    } finally {
      this.#children.delete(child);
    }
  }
}

function childEnd({ id, status, changed = false, output, error }: RunRecord): ChildEnd {
  return { id, status, changed, ...(output !== undefined && { output }), ...(error && { error }) };
}
