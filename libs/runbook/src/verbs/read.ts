import { StepError, isTransient } from '../errors.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';
import { reported } from './report.ts';

const ATTEMPTS = 5;

/** Observes; what may pass is tried again after 1, 2, 4 and 8 seconds. Planning does not wait. */
export async function read<T>(run: RunState, strand: Strand, name: string, fn: () => PromiseLike<T>): Promise<T> {
  const path = run.claim(strand, name);
  return await reported(run, strand, path, 'read', async () => {
    for (let attempt = 1; ; attempt += 1) {
      const found = await run.step(strand, attempt === 1 ? path : `${path}#retry:${attempt}`, 'read', fn);
      if (found.error === undefined) {
        run.note(strand, path, 'read', 'read');
        return { status: 'done', value: found.value };
      }
      if (run.planning || attempt === ATTEMPTS || !isTransient(found.error)) throw new StepError(found.error);
      await run.timer(strand, `${path}#wait:${attempt}`, 2 ** (attempt - 1));
    }
  });
}
