import { type ErrorValue, RunbookError, StepError, errorValue, isTransient } from '../errors.ts';
import type { Look } from '../look.ts';
import type { EnsureOptions } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import type { Undoable } from '../undoable.ts';
import type { Strand } from '../strand.ts';
import type { Json } from '../json.ts';
import { type Watch, countFrom, follow } from './follow.ts';
import { planEnsure } from './plan-ensure.ts';
import { type Told, reported, wasSent } from './report.ts';

const ATTEMPTS = 3;
const ABORTS = 10;
// A service may accept a change and show it only later; only then is a change without an answer taken for not made.
const UNKNOWN_GRACE = 30_000;

/** Looks, changes what is absent, and looks until it is so. */
export async function ensure<T>(run: RunState, strand: Strand, name: string, options: EnsureOptions<T>): Promise<T> {
  const path = run.claim(strand, name);
  return await reported(run, strand, path, 'ensure', async (told) => {
    if (run.planning) return { status: 'unchanged', value: await planEnsure(run, strand, path, options) };
    return await new Ensuring(run, strand, path, options, told).run();
  });
}

/** When the change was sent, or found made; milliseconds since the epoch. `before` where a look just then told more. */
type Sent = { at: number; before?: Json } & ({ sent: 'accepted' | 'found' } | { sent: 'unknown'; error: ErrorValue });

class Ensuring<T> {
  readonly #run: RunState;
  readonly #strand: Strand;
  readonly #path: string;
  readonly #options: EnsureOptions<T>;
  readonly #watch: Watch<T>;
  readonly #told: Told;
  /** What the last look before the change found. */
  #before: Json | undefined;
  #undoable: Undoable | undefined;
  #made = false;
  #aborted = false;
  #aborts = 0;
  // Whether the latest look was taken in this life of the process and not read from the journal. Where it was not, a
  // crash may have hidden that the change was already made.
  #fresh = false;

  constructor(run: RunState, strand: Strand, path: string, options: EnsureOptions<T>, told: Told) {
    this.#run = run;
    this.#strand = strand;
    this.#path = path;
    this.#options = options;
    this.#told = told;
    const { every = 5, timeout = 600 } = options;
    this.#watch = { run, strand, path, look: () => this.#look(), every, timeout, count: 0 };
  }

  async run(): Promise<{ status: 'changed' | 'unchanged'; value: T }> {
    let look = await follow(this.#watch, { atOnce: true, until: () => true });
    if (look.is === 'underway') look = await follow(this.#watch, { until: ({ is }) => is === 'absent' });
    if (look.is === 'done') return { status: 'unchanged', value: look.value };
    this.#before = infoOf(look);
    const value = await this.#change();
    if (!this.#made) {
      delete this.#told.change;
      return { status: 'unchanged', value };
    }
    this.#told.change = { before: this.#before, after: value as Json | undefined };
    if (this.#undoable !== undefined) this.#undoable.order = this.#run.completed();
    return { status: 'changed', value };
  }

  async #change(): Promise<T> {
    const run = this.#run;
    run.safePoint(this.#strand);
    run.approve(this.#path);
    for (let attempt = 1; ; attempt += 1) {
      const step = attempt === 1 ? `${this.#path}#change` : `${this.#path}#change:${attempt}`;
      const tried = await run.step(this.#strand, step, 'change', () => this.#send(step));
      if (tried.error !== undefined) {
        if (tried.error.code === 'EFFECT_REFUSED') run.safePoint(this.#strand);
        if (wasSent(tried.error)) this.#told.change = { before: this.#before };
        // Somebody may have brought it about meanwhile, which is why the service refused.
        const overtaken =
          tried.error.kind === 'conflict' ? await follow(this.#watch, { atOnce: true, until: () => true }) : undefined;
        if (overtaken?.is === 'done') return overtaken.value;
        if (!isTransient(tried.error) || attempt === ATTEMPTS) throw new StepError(tried.error);
        await run.timer(this.#strand, `${step}#wait`, this.#watch.every);
        continue;
      }
      this.#before = tried.value.before ?? this.#before;
      this.#changed();
      // The run may have been interrupted for long between the look and the change.
      countFrom(this.#watch, tried.value.at);
      const look = await this.#followToTheEnd(tried.value);
      if (look.is === 'done') return look.value;
      if (this.#aborted)
        throw new RunbookError('CANCELLED', `'${this.#path}' was ended early: the run was asked to stop`);
      if (attempt === ATTEMPTS) {
        throw new RunbookError(
          'TIMED_OUT',
          `'${this.#path}' was asked for ${attempt} times, without an answer or an effect`,
        );
      }
    }
  }

  async #send(step: string): Promise<Sent> {
    const run = this.#run;
    let before: { before?: Json } = {};
    if (!this.#fresh) {
      const again = await run.scoped(`${step}#look`, 'read', () => this.#look());
      if (again.is !== 'absent') return { sent: 'found', at: run.clock.now() };
      // In this life the cancel may have come first.
      const why = run.stopping(this.#strand);
      if (why !== undefined) throw new RunbookError('CANCELLED', why);
      const info = infoOf(again);
      if (info !== undefined) before = { before: info };
    }
    this.#fresh = false;
    const path = this.#path;
    run.emit({ key: `${path}!changing`, path, type: 'step', verb: 'ensure', status: 'changing' });
    try {
      await this.#options.change();
      return { sent: 'accepted', at: run.clock.now(), ...before };
    } catch (thrown) {
      const error = errorValue(thrown);
      if (error.outcomeUnknown === true) return { sent: 'unknown', at: run.clock.now(), error, ...before };
      throw thrown;
    }
  }

  async #followToTheEnd(sent: Sent): Promise<Look<T>> {
    let since: number | undefined;
    const lost = (look: Look<T>, at: number) => {
      if (look.is !== 'absent') {
        since = undefined;
        return false;
      }
      since = Math.min(since ?? at, at);
      return this.#aborted || (sent.sent === 'unknown' && at - since >= UNKNOWN_GRACE);
    };
    const { abort } = this.#options;
    try {
      return await follow(this.#watch, {
        atOnce: true,
        endures: true,
        until: lost,
        onCancel: abort && (() => this.#abort(abort)),
      });
    } catch (error) {
      if (this.#aborted && (error as StepError).code === 'STEP_FAILED') return { is: 'absent' };
      throw error;
    }
  }

  /** Answers whether nothing more is to be tried: what cannot be aborted is followed to its own end. */
  async #abort(abort: () => PromiseLike<unknown>): Promise<boolean> {
    this.#aborts += 1;
    const step = this.#aborts === 1 ? `${this.#path}#abort` : `${this.#path}#abort:${this.#aborts}`;
    const abortIt = async () => {
      await abort();
    };
    const tried = await this.#run.step(this.#strand, step, 'change', abortIt, { settles: true });
    // A service that has only just accepted the change may not have anything to abort yet.
    if (tried.error !== undefined) return this.#aborts === ABORTS;
    this.#aborted = true;
    return true;
  }

  #changed(): void {
    this.#made = true;
    this.#strand.changed = true;
    this.#told.change = { before: this.#before };
    const { undo, check } = this.#options;
    if (undo === undefined || this.#undoable !== undefined) return;
    this.#undoable = { path: this.#path, order: undefined, check, undo };
    this.#run.undoables.push(this.#undoable);
  }

  #look(): PromiseLike<Look<T>> {
    this.#fresh = true;
    return this.#options.check();
  }
}

const infoOf = (look: Look<unknown>): Json | undefined =>
  'info' in look ? (look.info as Json | undefined) : undefined;
