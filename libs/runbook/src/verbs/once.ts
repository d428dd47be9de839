import { type ErrorValue, RunbookError, StepError, errorValue } from '../errors.ts';
import type { Json } from '../json.ts';
import { toJson } from '../to-json.ts';
import type { Look } from '../look.ts';
import type { OnceOptions } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';
import { detailOf } from '../plan.ts';
import { question } from './ask.ts';
import { follow } from './follow.ts';
import { type Told, reported, wasSent } from './report.ts';

type Did<T> = { did: 'it'; value: T } | { did: 'perhaps'; error?: ErrorValue };

/** An effect at most once. Where a crash or a lost answer leaves it open, `find` decides, or else a person. */
export async function once<T>(
  run: RunState,
  strand: Strand,
  name: string,
  fn: () => PromiseLike<T>,
  options: OnceOptions<T>,
): Promise<T> {
  const path = run.claim(strand, name);
  return await reported(run, strand, path, 'once', async (told) => {
    if (run.planning) {
      strand.changed = true;
      run.note(strand, path, 'once', 'would-do', options.preview ? detailOf(options.preview) : {});
      return { status: 'done', value: options.assume };
    }
    run.approve(path);
    const value = await attempt({ run, strand, path, fn, options, told }, 1);
    strand.changed = true;
    return { status: 'changed', value };
  });
}

/** What all attempts at one effect share. */
interface Effect<T> {
  run: RunState;
  strand: Strand;
  path: string;
  fn: () => PromiseLike<T>;
  options: OnceOptions<T>;
  told: Told;
}

async function attempt<T>(effect: Effect<T>, n: number): Promise<T> {
  const { run, strand, path, fn, options, told } = effect;
  const suffix = n === 1 ? '' : `:${n}`;
  run.safePoint(strand);
  // Set only where the intent was recorded in this life: a replayed intent may be followed by an effect that took place.
  let mine = false;
  const intent = await run.step(strand, `${path}#intent${suffix}`, 'read', async () => {
    mine = true;
    return await Promise.resolve(run.clock.now());
  });
  if (intent.error !== undefined) throw new StepError(intent.error);
  const step = `${path}#do${suffix}`;
  // An intent of this life that nothing follows would be taken for an effect that may have taken place.
  const endures = strand.shielded || mine;
  const tried = await run.step<Did<T>>(
    strand,
    step,
    'change',
    async () => {
      const { find } = options;
      if (!mine) {
        const found = find === undefined ? undefined : await looked(() => run.scoped(`${step}#find`, 'read', find));
        if (found?.is === 'done') return { did: 'it', value: found.value };
        if (found?.is !== 'absent') return { did: 'perhaps' };
        // In this life the cancel may have come first.
        const why = run.stopping(strand);
        if (why !== undefined) throw new RunbookError('CANCELLED', why);
      }
      mine = false;
      try {
        return { did: 'it', value: toJson(await fn(), path) as T };
      } catch (thrown) {
        const error = errorValue(thrown);
        if (error.outcomeUnknown === true) return { did: 'perhaps', error };
        throw thrown;
      }
    },
    { endures },
  );
  if (tried.error !== undefined) {
    if (tried.error.code === 'EFFECT_REFUSED') run.safePoint(strand);
    if (wasSent(tried.error)) told.change = {};
    throw new StepError(tried.error);
  }
  if (tried.value.did === 'it') {
    told.change = { after: tried.value.value as Json | undefined };
    return tried.value.value;
  }
  told.change = {};
  const look = await settle(effect, `${path}#outcome${suffix}`, tried.value.error);
  return look.is === 'done' ? look.value : await attempt(effect, n + 1);
}

/** Finds out whether the effect took place; a person says so where the service cannot. */
async function settle<T>(effect: Effect<T>, path: string, error: ErrorValue | undefined): Promise<Look<T>> {
  const { run, strand, options, told } = effect;
  if (options.find !== undefined) {
    // What lost the answer may keep the service from being asked as well, and one that is slow may need all of its looks.
    const watch = { run, strand, path: `${path}#find`, look: options.find, every: 5, timeout: 180, count: 0 };
    const look = await looked(() => follow(watch, { atOnce: true, endures: true, until: ({ is }) => is === 'absent' }));
    if (look?.is === 'done') told.change = { after: look.value as Json | undefined };
    if (look !== undefined) return look;
  }
  const why = error === undefined ? 'the process ended while it was under way' : error.message;
  const text = `Did it take place? ${effect.path}: ${why}`;
  try {
    const answer = await question(run, strand, path, { question: text, purpose: 'outcome', count: 1 });
    if (answer?.decision === 'done') return { is: 'done', value: toJson(options.assume, path) as T };
    return { is: 'absent' };
  } catch (thrown) {
    if (errorValue(thrown).code !== 'CANCELLED') throw thrown;
    throw new RunbookError(
      'OUTCOME_UNKNOWN',
      `nobody has said whether '${effect.path}' took place before the run was cancelled: ${why}`,
    );
  }
}

/** What looking answered; undefined when it failed. */
async function looked<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch {
    return undefined;
  }
}
