import { type Clock, type Effect, UnknownInPlan, inScope } from '@opsbook/context';
import { type ErrorValue, RunbookError, errorValue } from './errors.ts';
import { type RunEvent, type Verb } from './events.ts';
import { type Json, toJson } from './json.ts';
import { type Lane, type Lanes } from './lanes.ts';
import { type PlanNode, type PlanStatus, covers } from './plan.ts';
import { type ApprovedPlan, type Requester } from './run-record.ts';

/** A change of this run that a cancel takes back. */
export interface Undoable {
  path: string;
  /** Position in the order of completion; undefined while the change has not been seen to take. */
  order: number | undefined;
  check: () => PromiseLike<{ is: string }>;
  undo: () => PromiseLike<unknown>;
}

/** One lane's own part of the run's state. */
export interface Strand {
  lane: Lane;
  /** Whether a cancel waits until this strand has ended. */
  shielded: boolean;
  /** Whether a step of this strand, or of one below, has changed something. */
  changed: boolean;
  names: Set<string>;
  counters: Map<string, number>;
  /** What planning found in it. */
  nodes: PlanNode[];
}

/** What a step recorded. */
export type Recorded<T> = { value: T; error?: never } | { error: ErrorValue; value?: never };

/** What the verbs of one run, or of one plan, share. */
export class RunState {
  readonly id: string;
  readonly planning: boolean;
  readonly clock: Clock;
  readonly lanes: Lanes<unknown>;
  readonly emit: (event: RunEvent) => void;
  readonly requestedBy: Requester;
  readonly approved: ApprovedPlan | undefined;
  /** Aborted when this process must stop working on the run. */
  readonly signal: AbortSignal | undefined;
  readonly undoables: Undoable[] = [];
  cancelled = false;
  /** Steps that may change something although the run is being cancelled. */
  readonly settling = new Set<string>();
  /** Waits that go on although the run is being cancelled. */
  readonly enduring = new Set<string>();
  #completed = 0;

  constructor(options: {
    id: string;
    planning: boolean;
    clock: Clock;
    lanes: Lanes<unknown>;
    emit: (event: RunEvent) => void;
    requestedBy: Requester;
    approved?: ApprovedPlan | undefined;
    signal?: AbortSignal | undefined;
  }) {
    this.id = options.id;
    this.planning = options.planning;
    this.clock = options.clock;
    this.lanes = options.lanes;
    this.emit = options.emit;
    this.requestedBy = options.requestedBy;
    this.approved = options.approved;
    this.signal = options.signal;
  }

  /** The next number in the order of completion. */
  completed(): number {
    return (this.#completed += 1);
  }

  /** Takes a name among its siblings and gives the step's path. */
  claim(strand: Strand, name: string): string {
    if (name === '' || /[/#]/.test(name)) {
      throw new RunbookError('INVALID_NAME', `'${name}' cannot name a step: it is empty, or holds / or #`);
    }
    const path = strand.lane.path === '' ? name : `${strand.lane.path}/${name}`;
    if (strand.names.has(name)) throw new RunbookError('DUPLICATE_STEP', `two steps are called '${path}'`);
    strand.names.add(name);
    this.safePoint(strand);
    return path;
  }

  /** A path for a verb that has no name of its own. */
  count(strand: Strand, verb: string): string {
    const n = (strand.counters.get(verb) ?? 0) + 1;
    strand.counters.set(verb, n);
    return `${strand.lane.path}#${verb}:${n}`;
  }

  /** Where a cancelled run stops. */
  safePoint(strand: Strand): void {
    if (this.cancelled && !strand.shielded) throw new RunbookError('CANCELLED', 'the run was asked to stop');
  }

  /** Runs `fn` as a recorded step. Its failure is a value, since an engine may not keep an exception's shape. */
  async step<T>(
    strand: Strand,
    path: string,
    effect: Effect,
    fn: () => PromiseLike<T>,
    settles = false,
  ): Promise<Recorded<T>> {
    if (settles || strand.shielded) this.settling.add(path);
    const recorded = await this.lanes.begin(strand.lane, {
      kind: 'step',
      path,
      fn: async () => {
        try {
          return { value: toJson(await this.scoped(path, effect, fn), path) };
        } catch (error) {
          if (this.planning && error instanceof UnknownInPlan) return { unknown: error.what };
          return { error: errorValue(error) };
        }
      },
    });
    const found = recorded as { value?: T; error?: ErrorValue; unknown?: string };
    if (found.unknown !== undefined) throw new UnknownInPlan(found.unknown);
    return found.error === undefined ? { value: found.value as T } : { error: found.error };
  }

  /** Runs `fn` with the step named for the guard. */
  async scoped<T>(path: string, effect: Effect, fn: () => PromiseLike<T>): Promise<T> {
    const scope = { owner: this, step: path, effect, ...(this.signal !== undefined && { signal: this.signal }) };
    return inScope(scope, async () => await fn());
  }

  /** @param endures whether the wait goes on when the run is cancelled */
  async timer(strand: Strand, path: string, seconds: number, endures = false): Promise<void> {
    if (endures || strand.shielded) this.enduring.add(path);
    await this.lanes.begin(strand.lane, { kind: 'timer', path, ms: Math.round(seconds * 1000) });
  }

  /** Refuses a change that the approved plan does not hold. */
  approve(path: string): void {
    if (this.approved === undefined || covers(this.approved, path)) return;
    throw new RunbookError(
      'NOT_IN_PLAN',
      `'${path}' would change something that the approved plan does not hold: plan again`,
    );
  }

  /** Notes in the plan what a step would do. */
  note(strand: Strand, path: string, verb: Verb, status: PlanStatus, more: Partial<PlanNode> = {}): PlanNode {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const node: PlanNode = { path, name, verb, status, children: [], ...more };
    strand.nodes.push(node);
    return node;
  }
}

/** A new lane's state. */
export const strandOf = (lane: Lane, shielded = false): Strand => ({
  lane,
  shielded,
  changed: false,
  names: new Set(),
  counters: new Map(),
  nodes: [],
});

/** The detail of a plan's node, where nothing in it is unknown. */
export function detailOf(value: unknown): { detail?: Json } {
  try {
    const detail = toJson(value, 'plan');
    return detail === undefined ? {} : { detail };
  } catch {
    return {};
  }
}
