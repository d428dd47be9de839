import { type ErrorValue, errorValue } from '@opsbook/runbook';

// These end the run itself, or are mistakes of its author: no report may hide them.
const NOT_OURS = new Set([
  'CANCELLED',
  'DUPLICATE_STEP',
  'FROZEN',
  'INVALID_NAME',
  'NON_DETERMINISTIC',
  'NOT_A_VERB',
  'NOT_IN_PLAN',
  'OUTCOME_UNKNOWN',
  'RESULT_NOT_JSON',
  'RUN_ADOPTED',
  'SECRET_IN_RESULT',
  'UNKNOWN_IN_PLAN',
  'VERSION_CHANGED',
]);

export type Attempt<T> = { ok: true; value: T } | { ok: false; error: ErrorValue };

/** What verbs gave, or the failure of a step, for a runbook that has something to do or to say after it. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    const error = errorValue(thrown);
    if (NOT_OURS.has(error.code)) throw thrown;
    return { ok: false, error };
  }
}
