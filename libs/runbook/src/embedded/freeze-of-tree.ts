import { type Freeze, freezeOf } from '../freeze.ts';
import type { RunRecord } from '../run-record.ts';
import type { RunStore } from './run-store.ts';

/** The freeze that stops a run: its own, or that of a run which it has started and which has not ended. */
export function freezeOfTree(store: RunStore, run: Pick<RunRecord, 'id' | 'targets'>): Freeze | undefined {
  const freezes = store.freezes();
  if (freezes.length === 0) return undefined;
  return freezeOf(freezes, { targets: targetsBelow(store, run) });
}

function targetsBelow(store: RunStore, { id, targets }: Pick<RunRecord, 'id' | 'targets'>): string[] {
  const children = store.listRuns({ parent: id, status: ['waiting', 'running'] });
  return [...targets, ...children.flatMap((child) => targetsBelow(store, child))];
}
