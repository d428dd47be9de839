import { table } from '../format/table.ts';
import { fromText, whatText } from '../events/event-text.ts';
import type { Style } from '../format/style.ts';
import { dateAndTime } from '../format/time.ts';
import type { Trial } from './try-rule.ts';

/** What was found, condition by condition, and what would be run. */
export function trialText(trial: Trial, style: Style): string {
  const { event, rule, place, matches, conditions, runbook, input, target, group, faults } = trial;
  const asked = conditions.map(({ text, holds, found, why }) => [
    holds ? style.green('yes') : style.red('no'),
    text,
    found === undefined ? '' : `found ${JSON.stringify(found)}`,
    // It repeats the condition, and what was found says it as well.
    holds || found !== undefined ? '' : (why ?? '').replace(`${text}: `, ''),
  ]);
  const fields = Object.entries((input ?? {}) as object).map(([key, value]) => [key, JSON.stringify(value)]);
  return [
    `${style.bold(rule)} (${place}) and ${fromText(event)} ${whatText(event)}\n`,
    table(asked, '  '),
    matches ? `It would run ${style.bold(runbook)}${fields.length === 0 ? '' : ' with'}\n` : '',
    matches ? table(fields, '  ') : '',
    matches && target !== undefined ? `It acts upon ${target}\n` : '',
    matches && group !== undefined ? `Its group is ${group}\n` : '',
    faults.map((fault) => `${style.red('Fault')}: ${fault}\n`).join(''),
    `${endText(trial)}\n`,
  ].join('');
}

/** Whether it would run now, and if not, why. */
function endText({ matches, enabled, decidedBy, faults, verdict }: Trial): string {
  if (!matches) return 'It does not match.';
  if (decidedBy !== undefined) return `It matches, but rule ${decidedBy} is asked before it and decides.`;
  if (!enabled) return 'It matches, and is disabled: the event is suppressed unless another rule matches.';
  if (faults.length > 0) return 'It matches, and the run could not be started.';
  if (verdict === undefined) return 'It matches, and would run now. Silences and freezes were not asked for.';
  const { kind, why } = verdict;
  if (kind === 'suppress') return `It matches, and would be suppressed now by ${verdict.by}: ${why}`;
  if (kind === 'merge') return `It matches, and would be merged into run ${verdict.run}: ${why}`;
  const until = verdict.until === undefined ? '' : ` until ${dateAndTime(new Date(verdict.until).toISOString())}`;
  return `It matches, and would wait${until}: ${why}`;
}
