import type { Replay } from '@opsbook/triggers';
import { headed, table } from '../format/table.ts';
import type { Style } from '../format/style.ts';
import { dateAndTime } from '../format/time.ts';
import { inline } from '../format/values.ts';

/** How many of the events would have come to which state. */
export function replayCounts({ events }: Pick<Replay, 'events'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of events) counts[state.state] = (counts[state.state] ?? 0) + 1;
  return counts;
}

/** What would have been run, and the states of all events. */
export function replayText(replay: Replay, style: Style): string {
  const { remediations, runs } = replay;
  const ofRule = new Map(remediations.map((one) => [one.run, one]));
  const rows = runs.map(({ id, runbook, createdAt, input, requestedBy }) => {
    const remediation = ofRule.get(id);
    return [
      dateAndTime(createdAt),
      style.bold(remediation?.rule ?? requestedBy.user.replace(/^rule:/, '')),
      runbook,
      remediation?.target ?? '',
      remediation === undefined ? 'tells people' : (remediation.outcome ?? remediation.phase),
      inline(input),
    ];
  });
  const counts = Object.entries(replayCounts(replay)).map(([state, count]) => [state, String(count)]);
  return [
    rows.length === 0
      ? 'Nothing would have been run.\n'
      : headed(['AT', 'RULE', 'RUNBOOK', 'TARGET', 'OUTCOME', 'INPUT'], rows),
    counts.length === 0 ? '' : `\n${style.bold('Events')}\n${table(counts, '  ')}`,
  ].join('');
}
