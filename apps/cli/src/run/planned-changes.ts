import type { PlannedChange, RunRecord, StoredEvent } from '@opsbook/runbook';
import type { Style } from '../format/style.ts';
import { LOOK } from '../plan/plan-text.ts';

/**
 * A row for each line of the plan that a question wants approved.
 * @param path of the question
 * @param events of the run: the one that asks holds the plan as it was shown; without it the paths are named
 */
export function plannedChanges(
  { plan }: Pick<RunRecord, 'plan'>,
  path: string,
  events: readonly StoredEvent[],
  style: Style,
): string[][] {
  const event = events.find((one) => one.type === 'asked' && one.path === path);
  const { paths = [], unknown = [] } = plan ?? {};
  const lines: PlannedChange[] =
    event?.type === 'asked' && event.plan !== undefined
      ? event.plan.changes
      : [
          ...paths.map((at): PlannedChange => ({ path: at, name: at, status: 'would-change' })),
          ...unknown.map((at): PlannedChange => ({ path: at, name: at === '' ? 'everything' : at, status: 'unknown' })),
        ];
  return lines.map(({ name, status, why }) => {
    const { mark, words, color } = LOOK[status];
    return [style[color](`${mark} ${name}`), `${style[color](words)}${why === undefined ? '' : `: ${why}`}`];
  });
}
