import { cutJson } from '../cut-json.ts';
import { type ErrorValue, errorValue } from '../errors.ts';
import type { StepStatus } from '../events.ts';
import type { Verb } from '../verb.ts';
import type { Json } from '../json.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';

/** What a verb has to tell of its change, from when one was sent: also when it fails after that. */
export interface Told {
  change?: { before?: Json | undefined; after?: Json | undefined };
}

/**
 * Runs a verb's work between its `started` and its end, so that whoever watches sees both, and a plan notes why a step
 * would fail or cannot be known. `work` answers how the step ended.
 */
export async function reported<T>(
  run: RunState,
  strand: Strand,
  path: string,
  verb: Verb,
  work: (told: Told) => Promise<{ status: StepStatus; value: T }>,
): Promise<T> {
  const told: Told = {};
  const tell = (status: StepStatus, more = {}) =>
    run.emit({ key: `${path}!${status === 'started' ? status : 'ended'}`, path, type: 'step', verb, status, ...more });
  tell('started');
  try {
    const { status, value } = await work(told);
    tell(status, changeOf(told));
    return value;
  } catch (thrown) {
    const error = errorValue(thrown);
    tell('failed', { error, ...changeOf(told) });
    if (run.planning) noteFailure(run, strand, path, verb, error);
    throw thrown;
  }
}

/** Whether a change that failed left this process: not where the guard, or a cancel before it, kept it back. */
export const wasSent = ({ code }: ErrorValue): boolean => code !== 'EFFECT_REFUSED' && code !== 'CANCELLED';

function changeOf({ change }: Told): { change?: { before?: Json; after?: Json } } {
  if (change === undefined) return {};
  const { before, after } = change;
  return {
    change: {
      ...(before !== undefined && { before: cutJson(before) }),
      ...(after !== undefined && { after: cutJson(after) }),
    },
  };
}

function noteFailure(run: RunState, strand: Strand, path: string, verb: Verb, error: ErrorValue): void {
  const status = error.code === 'UNKNOWN_IN_PLAN' ? 'unknown' : 'would-fail';
  const noted = strand.nodes.find((node) => node.path === path);
  if (noted === undefined) run.note(strand, path, verb, status, { why: error.message });
  else Object.assign(noted, { status, why: error.message });
}
