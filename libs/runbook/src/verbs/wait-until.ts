import type { Look } from '../look.ts';
import type { WaitOptions } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';
import { detailOf } from '../plan.ts';
import { follow } from './follow.ts';
import { reported } from './report.ts';

/** Follows something that somebody else brings about. */
export async function waitUntil<T>(
  run: RunState,
  strand: Strand,
  name: string,
  look: () => PromiseLike<Look<T>>,
  options: WaitOptions<T>,
): Promise<T> {
  const path = run.claim(strand, name);
  return await reported(run, strand, path, 'wait', async () => {
    if (run.planning) {
      run.note(
        strand,
        path,
        'wait',
        'would-wait',
        detailOf(() => options.assume),
      );
      return { status: 'done', value: options.assume };
    }
    const { every = 5, timeout = 600 } = options;
    const end = await follow(
      { run, strand, path, look, every, timeout, count: 0 },
      { atOnce: true, until: () => false },
    );
    return { status: 'done', value: (end as { value: T }).value };
  });
}
