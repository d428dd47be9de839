import { type Clock } from '@opsbook/context';
import { RunbookError } from './errors.ts';
import { type Json } from './json.ts';
import { type Op, type RunPort } from './port.ts';

/** One strand of a run: its main body, or one item of an `each`. */
export interface Lane {
  readonly path: string;
  /** Verbs that the lane waits for: operations of the port, or the lanes of an `each`. */
  waiting: number;
  ended: boolean;
  /** The last verb begun, to name the place when the lane then waits for something else. */
  last: string;
}

interface Open {
  lane: Lane;
  op: Op;
  resolve: (value: Json | undefined) => void;
  reject: (error: unknown) => void;
}

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
  #window = false;

  constructor(port: RunPort<Handle>, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** Runs `body` as a lane. The caller's own lane waits for it. */
  async lane<T>(path: string, parent: Lane | undefined, body: (lane: Lane) => Promise<T>): Promise<T> {
    const lane: Lane = { path, waiting: 0, ended: false, last: '' };
    this.#lanes.add(lane);
    if (parent !== undefined) parent.waiting += 1;
    try {
      return await body(lane);
    } finally {
      lane.ended = true;
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

  /** Begins an operation and waits for its completion. */
  begin(lane: Lane, op: Op): Promise<Json | undefined> {
    if (!this.#window) throw notAVerb(lane, `'${op.path}' was begun after it`);
    lane.last = op.path;
    const handle = this.#port.begin(op);
    lane.waiting += 1;
    return new Promise((resolve, reject) => {
      this.#open.set(handle, { lane, op, resolve, reject });
    });
  }

  /** Begins an operation that no lane waits for, and calls `fn` when it completes. */
  watch(op: Op, fn: (value: Json | undefined) => void): void {
    const nobody: Lane = { path: '', waiting: 0, ended: true, last: '' };
    this.#open.set(this.#port.begin(op), { lane: nobody, op, resolve: fn, reject: () => undefined });
  }

  /** Gives up the open operations that `which` picks: their lanes go on with the error. */
  giveUp(which: (op: Op, lane: Lane) => boolean, error: unknown): void {
    for (const [handle, open] of this.#open) {
      if (!which(open.op, open.lane)) continue;
      this.#open.delete(handle);
      open.lane.waiting -= 1;
      open.reject(error);
    }
  }

  /** Runs the main lane to its end. Throws what the port throws, and `NOT_A_VERB`. */
  async run<T>(body: (lane: Lane) => Promise<T>): Promise<T> {
    const state = { ended: false };
    this.#window = true;
    const main = this.lane('', undefined, body).finally(() => {
      state.ended = true;
    });
    // Awaited below; a port that fails first leaves it behind.
    main.catch(() => undefined);
    for (;;) {
      const release = this.#clock.hold();
      try {
        await turn();
        this.#window = false;
        if (state.ended) return await main;
        for (const lane of this.#lanes)
          if (lane.waiting === 0) throw notAVerb(lane, 'the lane waits for something else');
      } finally {
        release();
      }
      const { handle, value } = await this.#port.next([...this.#open.keys()]);
      const open = this.#open.get(handle);
      if (open === undefined)
        throw new RunbookError('NON_DETERMINISTIC', 'the engine completed an operation that is not open');
      this.#open.delete(handle);
      open.lane.waiting -= 1;
      this.#window = true;
      open.resolve(value);
    }
  }
}

function notAVerb(lane: Lane, what: string): RunbookError {
  const place = `${lane.path === '' ? 'the run' : `lane '${lane.path}'`}${lane.last === '' ? '' : `, after '${lane.last}'`}`;
  return new RunbookError(
    'NOT_A_VERB',
    `something that is no verb was awaited in ${place}: ${what}. Await only verbs, or Promise.all over verbs`,
  );
}
