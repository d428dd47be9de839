import {
  type Clock,
  type Effect,
  type Scope,
  UnknownInPlan,
  currentScope,
  inScope,
  scrub,
  scrubJson,
} from '@opsbook/context';
import { type ErrorValue, RunbookError, errorValue, recordedError } from './errors.ts';
import type { RunEvent } from './events.ts';
import type { Json } from './json.ts';
import { toJson } from './to-json.ts';
import { Counters } from './counters.ts';
import type { History } from './earlier.ts';
import { ENDED, calledAt, isClosing } from './lane.ts';
import type { Lanes } from './lanes.ts';
import { covers } from './plan.ts';
import type { PlanNode, PlanStatus } from './plan-node.ts';
import type { Verb } from './verb.ts';
import type { Strand } from './strand.ts';
import { takeOut } from './take-out.ts';
import type { ApprovedPlan } from './run-record.ts';
import type { Undoable } from './undoable.ts';

/** What a step recorded. */
export type Recorded<T> = { value: T; error?: never } | { error: ErrorValue; value?: never };

/** What the verbs of one run, or of one plan, share. */
export class RunState {
  readonly id: string;
  readonly planning: boolean;
  readonly clock: Clock;
  readonly lanes: Lanes<unknown>;
  readonly emit: (event: RunEvent) => void;
  readonly approved: ApprovedPlan | undefined;
  /** What other runs did before it. */
  readonly history: History;
  /** Aborted when this process must stop working on the run. */
  readonly signal: AbortSignal | undefined;
  readonly undoables: Undoable[] = [];
  cancelled = false;
  /** Steps that may change something although the run is being cancelled. */
  readonly settling = new Set<string>();
  /** Steps whose function runs now. */
  readonly underWay: string[] = [];
  readonly #counters = new Counters();
  #completed = 0;

  constructor(options: {
    id: string;
    planning: boolean;
    clock: Clock;
    lanes: Lanes<unknown>;
    emit: (event: RunEvent) => void;
    approved?: ApprovedPlan | undefined;
    history: History;
    signal?: AbortSignal | undefined;
  }) {
    this.id = options.id;
    this.planning = options.planning;
    this.clock = options.clock;
    this.lanes = options.lanes;
    this.emit = options.emit;
    this.approved = options.approved;
    this.history = options.history;
    this.signal = options.signal;
  }

  /** The next number in the order of completion. */
  completed(): number {
    return (this.#completed += 1);
  }

  /** Takes a name among its siblings and gives the step's path. */
  claim(strand: Strand, name: string): string {
    const { lane } = strand;
    if (name === '' || /[/#]/.test(name)) {
      const where = `${lane.path === '' ? '' : ` in lane '${lane.path}'`}${calledAt(lane)}`;
      throw new RunbookError('INVALID_NAME', `'${name}' cannot name a step${where}: it is empty, or holds / or #`);
    }
    const path = lane.path === '' ? name : `${lane.path}/${name}`;
    if (strand.names.has(name)) {
      const text = `two steps are called '${path}', the second one${calledAt(lane)}: give each its own name, or use each`;
      throw new RunbookError('DUPLICATE_STEP', text);
    }
    strand.names.add(name);
    this.safePoint(strand);
    return path;
  }

  /** A path for a verb that has no name of its own. */
  count(strand: Strand, verb: string): string {
    return this.#counters.next(strand, this.#inside(), verb);
  }

  /** Where a verb begins, and a cancelled run stops. */
  safePoint(strand: Strand): void {
    const inside = this.#inside();
    if (inside !== undefined) {
      throw new RunbookError(
        'NOT_A_VERB',
        `a verb was called inside the function of step '${inside.step}': a replay would not meet it. Call it before or after`,
      );
    }
    const why = this.stopping(strand);
    if (why !== undefined) throw new RunbookError('CANCELLED', why);
  }

  /** Why a strand begins nothing more; undefined while it goes on. */
  stopping(strand: Strand): string | undefined {
    if (strand.shielded) return undefined;
    if (this.cancelled) return 'the run was asked to stop';
    // A plan shows every branch.
    return !this.planning && isClosing(strand.lane) ? ENDED : undefined;
  }

  /**
   * Runs `fn` as a recorded step. Its failure is a value, since an engine may not keep an exception's shape.
   * @param settles whether it may change something although the run is being cancelled
   * @param endures whether it begins although there is a freeze; default: where its strand has no safe point
   */
  async step<T>(
    strand: Strand,
    path: string,
    effect: Effect,
    fn: () => PromiseLike<T>,
    { settles = false, endures = strand.shielded } = {},
  ): Promise<Recorded<T>> {
    if (settles || strand.shielded) this.settling.add(path);
    const op = { kind: 'step', path, fn: () => this.#perform(path, effect, fn) } as const;
    const recorded = await this.lanes.begin(strand.lane, op, endures);
    const found = recorded as { value?: T; error?: ErrorValue; unknown?: string };
    if (found.unknown !== undefined) throw new UnknownInPlan(found.unknown);
    return found.error === undefined ? { value: found.value as T } : { error: found.error };
  }

  async #perform(path: string, effect: Effect, fn: () => PromiseLike<unknown>): Promise<Json> {
    this.underWay.push(path);
    try {
      // Scrubbed here as the journal will be: a replay must not see another value.
      return { value: scrubJson(toJson(await this.scoped(path, effect, fn), path)) };
    } catch (error) {
      if (this.planning && error instanceof UnknownInPlan) return { unknown: error.what };
      return { error: recordedError(errorValue(error)) };
    } finally {
      takeOut(this.underWay, path);
    }
  }

  /** Runs `fn` with the step named for the guard. */
  async scoped<T>(path: string, effect: Effect, fn: () => PromiseLike<T>): Promise<T> {
    const scope = { owner: this, step: path, effect, ...(this.signal !== undefined && { signal: this.signal }) };
    return inScope(scope, async () => await fn());
  }

  /** @param endures whether the wait goes on when the run is cancelled; a freeze waits for none but a shielded one */
  async timer(strand: Strand, path: string, seconds: number, endures = false): Promise<void> {
    if (!endures) this.safePoint(strand);
    const op = { kind: 'timer', path, ms: Math.round(seconds * 1000) } as const;
    await this.lanes.begin(strand.lane, op, strand.shielded || (endures && 'cancel'));
  }

  /** Refuses a change that the approved plan does not hold. */
  approve(path: string): void {
    // The ledger keeps no secret in a path, and a password like 'demo' may be part of one.
    if (this.approved === undefined || covers(this.approved, path) || covers(this.approved, scrub(path))) return;
    throw new RunbookError(
      'NOT_IN_PLAN',
      `'${path}' would change something that the approved plan does not hold: plan again`,
    );
  }

  /** Notes in the plan what a step would do; a real run keeps no notes. */
  note(strand: Strand, path: string, verb: Verb, status: PlanStatus, more: Partial<PlanNode> = {}): PlanNode {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const node: PlanNode = { path, name, verb, status, children: [], ...more };
    if (this.planning) strand.nodes.push(node);
    return node;
  }

  /** The scope of the step whose function the caller runs in. */
  #inside(): Scope | undefined {
    const scope = currentScope();
    return scope?.owner === this ? scope : undefined;
  }
}
