import { StepError } from '../errors.ts';
import { detailOf } from '../plan.ts';
import type { EnsureOptions } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';
import { stepFailed, takeLook } from './follow.ts';

/** Looks once, and notes what applying would do. */
export async function planEnsure<T>(
  run: RunState,
  strand: Strand,
  path: string,
  options: EnsureOptions<T>,
): Promise<T> {
  const { look } = await takeLook(run, strand, `${path}#check`, options.check);
  switch (look.is) {
    case 'done':
      run.note(strand, path, 'ensure', 'unchanged');
      return look.value;
    case 'underway':
      run.note(strand, path, 'ensure', 'would-wait');
      return options.assume;
    case 'absent':
      strand.changed = true;
      run.note(strand, path, 'ensure', 'would-change', options.preview ? detailOf(options.preview) : {});
      return options.assume;
    case 'failed':
      throw stepFailed(path, look);
    case 'trouble':
      throw new StepError(look.error);
  }
}
