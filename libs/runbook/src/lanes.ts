import type { Clock } from '@opsbook/context';
import type { Brake } from './brake.ts';
import { RunbookError } from './errors.ts';
import { type Freeze, frozen } from './freeze.ts';
import type { Json } from './json.ts';
import { ENDED, type Lane, isClosing, laneOf, notAVerb } from './lane.ts';
import { type Endures, type OpenOp, braked, canBeGivenUp, holdsUp } from './open-op.ts';
import type { Completion, Op, RunPort } from './port.ts';
import { takeOut } from './take-out.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Keeps the lanes of one run in step, so that a replay takes the same path: it lets microtasks drain until every lane
 * stands at a verb, asks the port for one completion, resumes the lane it belongs to, and so on.
 */
export class Lanes<Handle> {
  readonly #port: RunPort<Handle>;
  readonly #clock: Clock;
  readonly #brake: Brake | undefined;
  readonly #lanes: Lane[] = [];
  readonly #open: { handle: Handle; open: OpenOp }[] = [];
  #window = false;
  #fail: (error: unknown) => void = () => undefined;

  constructor(port: RunPort<Handle>, clock: Clock, brake?: Brake) {
    this.#port = port;
    this.#clock = clock;
    this.#brake = brake;
  }

  /**
   * Runs `body` as a lane. The caller's own lane waits for it. A lane ends with all that it began: where one branch of a
   * `Promise.all` failed, the others go on to their next safe point, and nothing stays under way unseen.
   */
  async lane<T>(path: string, parent: Lane | undefined, body: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = laneOf(path, parent);
    this.#lanes.push(lane);
    if (parent !== undefined) parent.waiting += 1;
    try {
      return await body(lane);
    } finally {
      lane.closing = true;
      this.#giveUp(isClosing, () => new RunbookError('CANCELLED', ENDED));
      await new Promise<void>((resolve) => (lane.drained = resolve));
      takeOut(this.#lanes, lane);
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

  /** Begins an operation and waits for its completion. */
  begin(lane: Lane, op: Op, endures: Endures = false): Promise<Json | undefined> {
    if (!this.#window) {
      const error = notAVerb(lane, `'${op.path}' was begun after it`);
      this.#fail(error);
      throw error;
    }
    lane.last = op.path;
    const { promise, resolve, reject } = Promise.withResolvers<Json | undefined>();
    const open: OpenOp = { lane, op, endures, parked: false, resolve, reject };
    const handle = this.#port.begin(braked(open, this.#brake, () => this.#stopFrozen()));
    this.#open.push({ handle, open });
    lane.waiting += 1;
    return promise;
  }

  /** Begins an operation that no lane waits for, and calls `fn` when it completes. */
  watch(op: Op, fn: (value: Json | undefined) => void): void {
    const lane = laneOf('');
    const open = { lane, op, endures: 'cancel', parked: false, resolve: fn, reject: () => undefined } as const;
    this.#open.push({ handle: this.#port.begin(op), open });
  }

  /** The paths of the steps that are under way. */
  stepsUnderWay(): string[] {
    return this.#open.flatMap(({ open: { op } }) => (op.kind === 'step' ? [op.path] : []));
  }

  /** Gives up all open waits that do not endure: their lanes go on with the error. */
  giveUpWaits(error: unknown): void {
    this.#giveUp(
      () => true,
      () => error,
    );
  }

  #giveUp(which: (lane: Lane) => boolean, error: () => unknown): void {
    for (const entry of [...this.#open]) {
      const { open } = entry;
      if (!canBeGivenUp(open) || !which(open.lane)) continue;
      takeOut(this.#open, entry);
      open.lane.waiting -= 1;
      open.reject(error());
    }
  }

  /** The freeze, once nothing goes on that is to reach its end before. */
  #frozen(): Freeze | undefined {
    const brake = this.#brake;
    if (brake === undefined) return undefined;
    for (const { open } of this.#open) if (holdsUp(open, brake)) return undefined;
    return brake.freeze();
  }

  /** For a freeze that comes, or a child that it stops, while everything waits. Nobody there could catch. */
  #stopFrozen(): void {
    try {
      const freeze = this.#window ? undefined : this.#frozen();
      if (freeze !== undefined) this.#fail(frozen(freeze));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Lets go of the lanes that have ended with all that they began. */
  #drained(): boolean {
    let any = false;
    for (const lane of this.#lanes) {
      if (lane.drained === undefined || lane.waiting > 0) continue;
      lane.drained();
      lane.drained = undefined;
      any = true;
    }
    return any;
  }

  /** Runs the main lane to its end. Throws what the port throws, `NOT_A_VERB`, and `FROZEN` where a freeze stopped it. */
  async run<T>(body: (lane: Lane) => Promise<T>): Promise<T> {
    const unwatch = this.#brake?.watch(() => this.#stopFrozen());
    try {
      return await this.#run(body);
    } finally {
      unwatch?.();
    }
  }

  async #run<T>(body: (lane: Lane) => Promise<T>): Promise<T> {
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
      const freeze = this.#frozen();
      if (freeze !== undefined) throw frozen(freeze);
      const { handle, value } = await this.#next();
      const entry = this.#open.find((one) => one.handle === handle);
      if (entry === undefined)
        throw new RunbookError('NON_DETERMINISTIC', 'the engine completed an operation that is not open');
      takeOut(this.#open, entry);
      const { open } = entry;
      open.lane.waiting -= 1;
      this.#window = true;
      open.resolve(value);
    }
  }

  /** The next completion; fails at once when a verb is begun meanwhile, or a freeze finds that all stands still. */
  #next(): Promise<Completion<Handle>> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#port.next(this.#open.map(({ handle }) => handle)).then(resolve, reject);
    });
  }
}
