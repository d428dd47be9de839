import { type ErrorValue, errorValue } from '../errors.ts';
import type { StepStatus, Verb } from '../events.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';

/**
 * Runs a verb's work between its `started` and its end, so that whoever watches sees both, and a plan notes why a step
 * would fail or cannot be known. `work` answers how the step ended.
 */
export async function reported<T>(
  run: RunState,
  strand: Strand,
  path: string,
  verb: Verb,
  work: () => Promise<{ status: StepStatus; value: T }>,
): Promise<T> {
  const tell = (status: StepStatus, more = {}) =>
    run.emit({ key: `${path}!${status === 'started' ? status : 'ended'}`, path, type: 'step', verb, status, ...more });
  tell('started');
  try {
    const { status, value } = await work();
    tell(status);
    return value;
  } catch (thrown) {
    const error = errorValue(thrown);
    tell('failed', { error });
    if (run.planning) noteFailure(run, strand, path, verb, error);
    throw thrown;
  }
}

function noteFailure(run: RunState, strand: Strand, path: string, verb: Verb, error: ErrorValue): void {
  const status = error.code === 'UNKNOWN_IN_PLAN' ? 'unknown' : 'would-fail';
  const noted = strand.nodes.find((node) => node.path === path);
  if (noted === undefined) run.note(strand, path, verb, status, { why: error.message });
  else Object.assign(noted, { status, why: error.message });
}
