import { type Engine, isRunId, isRunbookError } from '@opsbook/runbook';

/**
 * The id that a text is the beginning of; the text itself where it is a whole one: the run may be pruned. Throws `UNKNOWN_RUN`
 * for a beginning that no run of the ledger has, or several have.
 */
export async function wholeId(engine: Engine, text: string): Promise<string> {
  try {
    return (await engine.get(text)).id;
  } catch (error) {
    if (isRunbookError(error) && error.code === 'UNKNOWN_RUN' && isRunId(text)) return text;
    throw error;
  }
}
