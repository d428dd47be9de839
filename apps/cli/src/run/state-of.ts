import type { Engine } from '@opsbook/runbook';
import { openQuestions } from './family.ts';
import type { RunState } from './run-text.ts';

/** Reads everything about a run. Throws `UNKNOWN_RUN`. */
export async function stateOf(engine: Engine, id: string): Promise<RunState> {
  const run = await engine.get(id);
  return {
    run,
    events: await engine.events(run.id),
    interrupted: engine.isInterrupted(run),
    questions: await openQuestions(engine, run),
  };
}
