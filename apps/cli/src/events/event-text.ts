import type { Json } from '@opsbook/runbook';
import type { EventState, StoredTriggerEvent, TriggerEvent } from '@opsbook/triggers';
import type { Style } from '../format/style.ts';
import { dateAndTime } from '../format/time.ts';

/** Who told of an event: `alert prod`. */
export const fromText = ({ type, source }: Pick<TriggerEvent, 'type' | 'source'>): string => `${type} ${source}`;

/** What happened, in the words of who told of it. */
export function whatText({ type, subject, status, payload }: TriggerEvent): string {
  const text = {
    alert: () => words(at(payload, 'labels', 'alertname'), at(payload, 'labels', 'instance')),
    sensor: () => words(at(payload, 'finding', 'title') || at(payload, 'finding', 'key')),
    webhook: () => '',
    timer: () => words(at(payload, 'scheduledAt')),
    run: () => words(at(payload, 'run', 'id'), at(payload, 'run', 'status')),
  }[type]();
  return `${text === '' ? subject : text}${status === 'resolved' ? ' (resolved)' : ''}`;
}

const words = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');

/** The text at a path of a payload; '' where there is none: a rejected event may hold anything. */
function at(value: Json | undefined, ...path: string[]): string {
  const found = path.reduce<Json | undefined>(
    (within, key) =>
      typeof within === 'object' && within !== null && !Array.isArray(within) && Object.hasOwn(within, key)
        ? within[key]
        : undefined,
    value,
  );
  return typeof found === 'string' ? found.replace(/\s+/g, ' ').trim() : '';
}

/** The state for people: what waits, or is about to run, is told from what nobody has looked at yet. */
export function stateText(state: EventState): string {
  if (state.state !== 'received') return state.state;
  if (state.intent !== undefined) return 'starting';
  if (state.emits !== undefined) return 'emits';
  return state.waits === undefined ? 'received' : 'waits';
}

/** Why it is in its state, or what runs for it. */
export function whyText(state: EventState): string {
  switch (state.state) {
    case 'received':
      if (state.intent !== undefined) return `run ${state.intent.run}`;
      if (state.emits !== undefined) return `StackStorm: ${state.emits.trigger}`;
      return state.waits === undefined ? '' : `${until(state.waits.until)}${state.waits.why}`;
    case 'ran':
      return `run ${state.run}`;
    case 'merged':
      return `run ${state.run}: ${state.why}`;
    case 'suppressed':
      return `${state.by}: ${state.why}`;
    case 'unmatched':
      return state.why ?? 'no rule matched';
    case 'rejected':
      return state.why;
    case 'failed':
      return state.error.message;
    case 'emitted':
      return `StackStorm: ${state.trigger}, trace ${state.traceTag}`;
  }
}

const until = (time: string | undefined): string => (time === undefined ? '' : `until ${dateAndTime(time)}: `);

/** The rule that decided, or is about to. */
export function ruleOf(state: EventState): string | undefined {
  if ('rule' in state) return state.rule;
  return state.state === 'received' ? (state.intent ?? state.waits)?.rule : undefined;
}

const COLOR: Partial<Record<string, keyof Style>> = {
  ran: 'green',
  merged: 'green',
  emitted: 'green',
  emits: 'cyan',
  waits: 'cyan',
  starting: 'cyan',
  received: 'cyan',
  suppressed: 'yellow',
  rejected: 'red',
  failed: 'red',
};

export const EVENT_HEADING = ['RECEIVED', 'EVENT', 'FROM', 'WHAT', 'STATE', 'RULE', 'WHY'];

/** An event as a row under {@link EVENT_HEADING}. */
export function eventRow({ event, state }: StoredTriggerEvent, style: Style): string[] {
  const text = stateText(state);
  return [
    dateAndTime(event.receivedAt),
    style.bold(event.id),
    fromText(event),
    whatText(event),
    style[COLOR[text] ?? 'dim'](text),
    ruleOf(state) ?? '',
    whyText(state).replace(/\s+/g, ' '),
  ];
}
