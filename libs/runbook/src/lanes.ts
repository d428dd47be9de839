import type { Clock } from '@opsbook/context';
import { RunbookError } from './errors.ts';
import type { Json } from './json.ts';
import type { Completion, Op, RunPort } from './port.ts';

/** One strand of a run: its main body, or one item of an `each`. */
export interface Lane {
  readonly path: string;
  readonly parent: Lane | undefined;
  /** Verbs that the lane waits for: operations of the port, or the lanes of an `each`. */
  waiting: number;
  /** Whether its body has ended, so that what it began and did not await stops at its next safe point. */
  closing: boolean;
  /** The last verb begun, to name the place when the lane then waits for something else. */
  last: string;
}

interface Open {
  lane: Lane;
  op: Op;
  endures: boolean;
  resolve: (value: Json | undefined) => void;
  reject: (error: unknown) => void;
}

const WAITS = new Set<Op['kind']>(['timer', 'signal', 'lease']);

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Keeps the lanes of one run in step, so that a replay takes the same path: it lets microtasks drain until every lane
 * stands at a verb, asks the port for one completion, resumes the lane it belongs to, and so on.
 */
export class Lanes<Handle> {
  readonly #port: RunPort<Handle>;
  readonly #clock: Clock;
  readonly #lanes = new Set<Lane>();
  readonly #open = new Map<Handle, Open>();
  readonly #draining = new Map<Lane, () => void>();
  #window = false;
  #fail: (error: unknown) => void = () => undefined;

  constructor(port: RunPort<Handle>, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /**
   * Runs `body` as a lane. The caller's own lane waits for it. A lane ends with all that it began: where one branch of a
   * `Promise.all` failed, the others go on to their next safe point, and nothing stays under way unseen.
   */
  async lane<T>(path: string, parent: Lane | undefined, body: (lane: Lane) => Promise<T>): Promise<T> {
    const lane: Lane = { path, parent, waiting: 0, closing: false, last: '' };
    this.#lanes.add(lane);
    if (parent !== undefined) parent.waiting += 1;
    try {
      return await body(lane);
    } finally {
      lane.closing = true;
      this.#giveUp(isClosing, new RunbookError('CANCELLED', ENDED));
      await new Promise<void>((resolve) => this.#draining.set(lane, resolve));
      this.#lanes.delete(lane);
      if (parent !== undefined) parent.waiting -= 1;
    }
  }

  /** Lets a lane wait for something that other lanes of this run bring about. */
  async hold<T>(lane: Lane, promise: Promise<T>): Promise<T> {
    lane.waiting += 1;
    try {
      return await promise;
    } finally {
      lane.waiting -= 1;
    }
  }

  /**
   * Begins an operation and waits for its completion.
   * @param endures whether a wait goes on when waits are given up
   */
  begin(lane: Lane, op: Op, endures = false): Promise<Json | undefined> {
    if (!this.#window) {
      const error = notAVerb(lane, `'${op.path}' was begun after it`);
      this.#fail(error);
      throw error;
    }
    lane.last = op.path;
    const handle = this.#port.begin(op);
    lane.waiting += 1;
    return new Promise((resolve, reject) => {
      this.#open.set(handle, { lane, op, endures, resolve, reject });
    });
  }

  /** Begins an operation that no lane waits for, and calls `fn` when it completes. */
  watch(op: Op, fn: (value: Json | undefined) => void): void {
    const nobody: Lane = { path: '', parent: undefined, waiting: 0, closing: false, last: '' };
    this.#open.set(this.#port.begin(op), { lane: nobody, op, endures: true, resolve: fn, reject: () => undefined });
  }

  /** The paths of the steps that are under way. */
  stepsUnderWay(): string[] {
    return [...this.#open.values()].flatMap(({ op }) => (op.kind === 'step' ? [op.path] : []));
  }

  /** Gives up all open waits that do not endure: their lanes go on with the error. */
  giveUpWaits(error: unknown): void {
    this.#giveUp(() => true, error);
  }

  #giveUp(which: (lane: Lane) => boolean, error: unknown): void {
    for (const [handle, open] of this.#open) {
      if (open.endures || !WAITS.has(open.op.kind) || !which(open.lane)) continue;
      this.#open.delete(handle);
      open.lane.waiting -= 1;
      open.reject(error);
    }
  }

  /** Lets go of the lanes that have ended with all that they began. */
  #drained(): boolean {
    const drained = [...this.#draining].filter(([lane]) => lane.waiting === 0);
    for (const [lane, resolve] of drained) {
      this.#draining.delete(lane);
      resolve();
    }
    return drained.length > 0;
  }

  /** Runs the main lane to its end. Throws what the port throws, and `NOT_A_VERB`. */
  async run<T>(body: (lane: Lane) => Promise<T>): Promise<T> {
    const state = { ended: false };
    this.#window = true;
    // Not at once: what the body does before its first verb is seen like everything after it.
    const main = Promise.resolve()
      .then(() => this.lane('', undefined, body))
      .finally(() => {
        state.ended = true;
      });
    // Awaited below; a port that fails first leaves it behind.
    main.catch(() => undefined);
    for (;;) {
      const release = this.#clock.hold();
      try {
        await turn();
        if (this.#drained()) continue;
        this.#window = false;
        if (state.ended) return await main;
        for (const lane of this.#lanes)
          if (lane.waiting === 0) throw notAVerb(lane, 'the lane waits for something else');
      } finally {
        release();
      }
      const { handle, value } = await this.#next();
      const open = this.#open.get(handle);
      if (open === undefined)
        throw new RunbookError('NON_DETERMINISTIC', 'the engine completed an operation that is not open');
      this.#open.delete(handle);
      open.lane.waiting -= 1;
      this.#window = true;
      open.resolve(value);
    }
  }

  /** The next completion; fails at once when a verb is begun meanwhile. */
  #next(): Promise<Completion<Handle>> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#port.next([...this.#open.keys()]).then(resolve, reject);
    });
  }
}

/** Why a lane that is closing begins nothing more. */
export const ENDED = 'what it belonged to has ended';

/** Whether the body of a lane, or of one above it, has ended. */
export function isClosing(lane: Lane): boolean {
  return lane.closing || (lane.parent !== undefined && isClosing(lane.parent));
}

function notAVerb(lane: Lane, what: string): RunbookError {
  const place = `${lane.path === '' ? 'the run' : `lane '${lane.path}'`}${lane.last === '' ? '' : `, after '${lane.last}'`}`;
  return new RunbookError(
    'NOT_A_VERB',
    `something that is no verb was awaited in ${place}: ${what}. Await only verbs, or Promise.all over verbs`,
  );
}
