import { type Context, isoNow } from '@opsbook/context';
import type { Brake } from '../brake.ts';
import type { AnyRunbook } from '../define-runbook.ts';
import type { Execution } from '../engine.ts';
import { RunbookError, errorValue, isRunbookError } from '../errors.ts';
import { executeRun } from '../execute-run.ts';
import type { Json } from '../json.ts';
import { parseInput } from '../parse-input.ts';
import { refuseSecrets } from '../refuse-secrets.ts';
import { RunGuard } from '../run-guard.ts';
import { type ChildEnd, type RunRecord, hasEnded } from '../run-record.ts';
import { childRecord } from './child-record.ts';
import { closeServices } from './close-services.ts';
import type { EmbeddedEngineOptions } from './embedded-engine-options.ts';
import { JournalPort } from './journal-port.ts';
import { childRunId } from './run-id.ts';
import { TreeBrake } from './tree-brake.ts';

export interface LifeOptions<S> extends EmbeddedEngineOptions<S> {
  /** As it was claimed: its epoch is this life's. */
  run: RunRecord;
  runbook: AnyRunbook<S>;
  runbookOf: (name: string) => AnyRunbook<S>;
  live: (child: RunRecord, runbook: AnyRunbook<S>, parent: Life<S>) => Life<S>;
  /** The life of the run that started this one. */
  parent?: Life<S>;
}

/** One run in one process, from when the process takes it until it ends or is left. */
export class Life<S> implements Execution {
  readonly ended: Promise<RunRecord>;
  readonly epoch: number;
  readonly #options: LifeOptions<S>;
  readonly #abort = new AbortController();
  readonly #children = new Set<Life<S>>();
  /** Children that are being recorded and claimed. */
  #beginning = 0;
  readonly #tree: TreeBrake;
  /** Paths of the children that a freeze has stopped, or kept from beginning. */
  readonly #stopped = new Set<string>();
  #journal: JournalPort | undefined;

  constructor(options: LifeOptions<S>) {
    this.#options = options;
    this.epoch = options.run.epoch;
    const { parent, store, run } = options;
    this.#tree = parent === undefined ? new TreeBrake(store, run) : parent.#tree;
    this.ended = this.#live();
    this.ended.catch(() => undefined);
  }

  async suspend(): Promise<void> {
    this.#stop(new RunbookError('CANCELLED', `the work on run ${this.#options.run.id} was suspended`));
    await this.ended.catch(() => undefined);
  }

  get standsStill(): boolean {
    if (this.#beginning > 0) return false;
    return this.#journal?.standsStill === true && [...this.#children].every((child) => child.standsStill);
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
    const { run, runbook, store, clock, connect, version, parent } = this.#options;
    const { signal } = this.#abort;
    const tree = this.#tree;
    const freeze = () => tree.freeze();
    const brake: Brake = { freeze, stopped: (path) => this.#stopped.has(path), watch: (fn) => tree.watch(fn) };
    const guard = new RunGuard(() => this.#mayNot(), freeze);
    const context: Context = { guard, clock, signal };
    let services: S | undefined;
    try {
      const own = connect(context);
      services = own;
      const startChild = (path: string, name: string, input: Json) => this.#child(own, path, name, input);
      const journal = new JournalPort({ run, store, clock, signal, version, startChild });
      this.#journal = journal;
      const emit = (event: Parameters<JournalPort['emit']>[0]) => journal.emit(event);
      const end = await executeRun({
        runbook,
        record: run,
        port: journal,
        services: own,
        guard,
        clock,
        emit,
        audit: (filter) => store.audit(filter),
        signal,
        brake,
      });
      signal.throwIfAborted();
      const write = journal.end();
      await store.updateRun(run.id, run.epoch, { ...end, endedAt: isoNow(clock) }, write);
      return store.getRun(run.id) as RunRecord;
    } catch (error) {
      // Whatever stopped the work leaves the run to be resumed, at once where this process can still say so.
      await this.#release(isFrozen(error));
      throw error;
    } finally {
      this.#journal?.close();
      if (parent === undefined) tree.close();
      closeServices(services);
      // Where the code was at fault, something may still be under way.
      this.#stop(new RunbookError('RUN_ENDED', `this process has stopped working on run ${run.id}`));
    }
  }

  /** @param tell whether what the run said last is true and to be kept */
  async #release(tell: boolean): Promise<void> {
    const { run, store } = this.#options;
    try {
      if (tell) await this.#journal?.flush();
      if (store.epoch(run.id) === run.epoch) await store.release(run.id, run.epoch);
    } catch {
      // What stopped the work may keep the store from being written too; then the next heartbeat gives the run up.
    }
  }

  /** Why this process may not act for the run, nor for those that it belongs to; undefined while it may. */
  #mayNot(): string | undefined {
    const { run, store, parent } = this.#options;
    if (this.#abort.signal.aborted) return 'this process has stopped working on the run';
    const epoch = store.epoch(run.id);
    if (epoch !== run.epoch) return `another process executes the run now (epoch ${epoch}, this is ${run.epoch})`;
    return parent === undefined ? undefined : parent.#mayNot();
  }

  async #child(services: S, path: string, name: string, input: Json): Promise<ChildEnd> {
    if (this.#tree.freeze() !== undefined) return await this.#stand(path);
    this.#beginning += 1;
    const child = await this.#begin(services, path, name, input).finally(() => (this.#beginning -= 1));
    if (!(child instanceof Life)) return child;
    try {
      return childEnd(await child.ended);
    } catch (error) {
      if (!isFrozen(error)) throw error;
      return await this.#stand(path);
    } finally {
      this.#children.delete(child);
    }
  }

  /** The child's life, or its end where there is none to be lived. */
  async #begin(services: S, path: string, name: string, input: Json): Promise<Life<S> | ChildEnd> {
    const { store, clock, owner, run: parent, version, runbookOf, live } = this.#options;
    const id = childRunId(parent.id, path);
    const runbook = runbookOf(name);
    const { parsed } = parseInput(runbook, input);
    let targets: string[];
    try {
      // One that was begun is gone on with: its record is what it is.
      if (store.getRun(id) === undefined) refuseSecrets(name, input);
      targets = runbook.targets?.(parsed, services) ?? [];
    } catch (error) {
      return { id, status: 'failed', changed: false, error: errorValue(error) };
    }
    const record = childRecord({ parent, path, runbook, input, targets, version, at: isoNow(clock) });
    await store.insertRun(record);
    const known = store.getRun(id) as RunRecord;
    if (known.runbook !== name) throw anotherChild(known, name, version);
    if (hasEnded(known)) return childEnd(known);
    // After the insert: a cancel that came before did not find the child, one that comes later will.
    const { cancel } = store.getRun(parent.id) as RunRecord;
    if (cancel !== undefined) await store.requestCancel(id, cancel);
    // A child has no owner of its own: it goes with its parent, as long as this is the parent's life.
    const mine = () => store.epoch(parent.id) === parent.epoch;
    const child = live(await store.claim(id, owner, isoNow(clock), mine, version), runbook, this);
    this.#children.add(child);
    // This run was stopped meanwhile, and its child with it: the guard would refuse what it does.
    const { signal } = this.#abort;
    if (signal.aborted) child.#stop(signal.reason as RunbookError);
    return child;
  }

  /** A child that a freeze has stopped completes no more in this life; this run stops when its other lanes have. */
  async #stand(path: string): Promise<never> {
    this.#stopped.add(path);
    this.#tree.changed();
    return await new Promise<never>(() => undefined);
  }
}

/** An earlier life has recorded a child of another runbook at the same step: what that one did is not this one's. */
function anotherChild({ id, runbook, version: began }: RunRecord, name: string, now: string): RunbookError {
  const what = `run ${id} was recorded as ${runbook}, where the code of version ${now} runs ${name}; nothing was done`;
  if (began === now) return new RunbookError('NON_DETERMINISTIC', `${what}. The runbook that starts it is at fault`);
  return new RunbookError('VERSION_CHANGED', `${what}. Resume its parent with version ${began}`, {
    details: { began, now },
  });
}

const isFrozen = (error: unknown): boolean => isRunbookError(error) && error.code === 'FROZEN';

function childEnd({ id, status, changed = false, output, error }: RunRecord): ChildEnd {
  return { id, status, changed, ...(output !== undefined && { output }), ...(error && { error }) };
}
