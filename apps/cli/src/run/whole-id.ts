import { type Engine, isRunbookError } from '@opsbook/runbook';

/** The id that a text is the beginning of; the text itself for a run that is not in the ledger any more. */
export async function wholeId(engine: Engine, text: string): Promise<string> {
  try {
    return (await engine.get(text)).id;
  } catch (error) {
    if (isRunbookError(error) && error.code === 'UNKNOWN_RUN') return text;
    throw error;
  }
}
