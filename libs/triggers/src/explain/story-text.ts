import type { RunRecord } from '@opsbook/runbook';
import type { EventState, StoredTriggerEvent } from '../event-state.ts';
import type { Asked, Remediation } from '../remediation.ts';
import type { StepEnd, Story } from './explain.ts';

/** A story as lines that one can read, mail, or put into a ticket. */
export function storyText(story: Story): string {
  const { event, asked, related, merged, remediation, run, steps, escalation } = story;
  const lines = [
    ...(event === undefined ? [] : eventLines(event)),
    ...asked.map(({ name, place, failed }) => `  rule ${name} (${place}) did not match: ${failed}`),
    ...related.map(
      ({ event: other, state }) => `also ${other.status} at ${other.receivedAt} (${other.id}): ${text(state)}`,
    ),
    ...(merged === 0 ? [] : [`${merged} other ${merged === 1 ? 'event is' : 'events are'} answered by the same run`]),
    ...(run === undefined ? [] : runLines(run)),
    ...steps.map(stepLine),
    ...(remediation === undefined ? [] : remediationLines(remediation)),
    ...(escalation === undefined
      ? []
      : [`people were told by run ${escalation.id} (${escalation.runbook}): ${escalation.status}`]),
  ];
  return lines.join('\n');
}

function eventLines({ event, state, decidedAt }: StoredTriggerEvent): string[] {
  const { id, type, source, subject, status, receivedAt } = event;
  return [
    `${type} ${id} from ${source}: ${subject} is ${status}`,
    `received ${receivedAt}`,
    `${decidedAt ?? 'now'} ${text(state)}`,
  ];
}

function text(state: EventState): string {
  switch (state.state) {
    case 'received': {
      if (state.intent !== undefined) return `about to start run ${state.intent.run} (rule ${state.intent.rule})`;
      if (state.emits !== undefined) return `about to be handed to StackStorm as ${state.emits.trigger}`;
      if (state.waits === undefined) return 'not decided yet';
      const { rule, until, why } = state.waits;
      return `waits ${until === undefined ? '' : `until ${until} `}(rule ${rule}): ${why}`;
    }
    case 'ran':
      return `ran: run ${state.run} (rule ${state.rule})`;
    case 'merged':
      return `merged into run ${state.run} (rule ${state.rule}): ${state.why}`;
    case 'suppressed':
      return `suppressed by ${state.by} (rule ${state.rule}): ${state.why}`;
    case 'unmatched':
      return `no rule matched${state.why === undefined ? '' : `: ${state.why}`}`;
    case 'rejected':
      return `rejected: ${state.why}`;
    case 'failed':
      return `failed (rule ${state.rule}): ${state.error.code}: ${state.error.message}`;
    case 'emitted':
      return `handed to StackStorm as ${state.trigger}: st2 trace list --trace-tag ${state.traceTag}`;
  }
}

function runLines({ id, runbook, status, createdAt, endedAt, requestedBy, error, cancel }: RunRecord): string[] {
  return [
    `run ${id} (${runbook}), asked for by ${requestedBy.user} at ${createdAt}: ${status}${endedAt === undefined ? '' : ` at ${endedAt}`}`,
    ...(cancel === undefined ? [] : [`  cancelled by ${cancel.by.user} at ${cancel.at}: ${cancel.reason}`]),
    ...(error === undefined ? [] : [`  ${error.code}: ${error.message}`]),
  ];
}

const stepLine = ({ path, status, why, error }: StepEnd): string =>
  `  step ${path}: ${status}${why === undefined ? '' : ` (${why})`}${error === undefined ? '' : `: ${error.message}`}`;

const askedLine = ({ at, found, why }: Asked): string =>
  `Alertmanager ${found === 'unknown' ? 'could not be asked' : 'was asked'} at ${at}: ${why}`;

function remediationLines({ phase, outcome, why, deadline, resolvedAt, asked, endedAt }: Remediation): string[] {
  const reason = why === undefined ? '' : `: ${why}`;
  const so = outcome ?? (phase === 'ended' ? 'was never begun' : phase === 'verifying' ? 'done, not yet known' : phase);
  return [
    ...(asked === undefined ? [] : [askedLine(asked)]),
    ...(resolvedAt === undefined
      ? []
      : [`what it was for was over ${asked?.found === 'over' ? 'by' : 'at'} ${resolvedAt}`]),
    `remediation ${so}${reason}${endedAt === undefined ? '' : ` (the run ended at ${endedAt})`}`,
    ...(outcome === undefined && deadline !== undefined ? [`  it has to be over by ${deadline}`] : []),
  ];
}
