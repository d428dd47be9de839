import type { Engine, OpenQuestion, RunRecord } from '@opsbook/runbook';

/** A question, and which run asks it: the run itself or one that it started. */
export interface AskedQuestion extends OpenQuestion {
  run: RunRecord;
}

/** A run and the runs under way that it started, at any depth. */
export async function family(engine: Engine, run: RunRecord): Promise<RunRecord[]> {
  const children = await engine.list({ parent: run.id, status: ['waiting', 'running'], limit: 1000 });
  const below = await Promise.all(children.map((child) => family(engine, child)));
  return [run, ...below.flat()];
}

/** Everything that waits for a person, in a run and below it. */
export async function openQuestions(engine: Engine, run: RunRecord): Promise<AskedQuestion[]> {
  const runs = await family(engine, run);
  const asked = await Promise.all(
    runs.map(async (one) => (await engine.questions(one.id)).map((question) => ({ ...question, run: one }))),
  );
  return asked.flat();
}
