import { type EarlierChange, type EarlierOptions, earlierChanges } from '../earlier.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';
import { read } from './read.ts';

/** Reads the audit trail in a step: a replay sees what the first life saw, whatever other runs have done meanwhile. */
export const earlier = (
  run: RunState,
  strand: Strand,
  name: string,
  runbook: string,
  options: EarlierOptions,
): Promise<EarlierChange[]> => read(run, strand, name, () => earlierChanges(run.history, runbook, options));
