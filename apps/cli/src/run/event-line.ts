import type { StoredEvent } from '@opsbook/runbook';
import { timeOfDay } from '../format/time.ts';
import { inline } from '../format/values.ts';
import { itemText } from './item-text.ts';
import { progressText } from './progress-text.ts';
import type { RunView } from './run-view.ts';

/** One event as a line of a log; undefined for what a log does not need. */
export function eventLine(event: StoredEvent, view: RunView): string | undefined {
  const words = wordsOf(event);
  if (words === undefined) return undefined;
  const title = view.title(event.path.replace(/#.*$/, ''));
  return `${timeOfDay(event.at)}  ${title === '' ? '' : `${title}: `}${words}`;
}

function wordsOf(event: StoredEvent): string | undefined {
  switch (event.type) {
    case 'step': {
      if (event.status === 'started' && event.verb !== 'each' && event.verb !== 'wait') return undefined;
      // Reads that go well say nothing that a person wants to read.
      if (event.status === 'done' && event.verb === 'read') return undefined;
      return [event.status, ...reason(event), ...(event.verb === 'each' ? [inline(event.value)] : [])].join(' ').trim();
    }
    case 'item':
      return [event.status, ...reason(event), itemText(event.value, event.item, event.label ?? event.item)]
        .join(' ')
        .trim();
    case 'asked':
      return `asks: ${event.question}`;
    case 'answered':
      return `answered: ${event.decision}${event.by === undefined ? '' : ` by ${event.by}`}`;
    case 'progress':
      return progressText(event.data);
    case 'log':
      return [event.message, inline(event.data)].join(' ').trim();
    case 'undo':
      return `undo: ${event.outcome}${event.why === undefined ? '' : ` (${event.why})`}`;
    case 'cancel':
      return `stopping: ${event.reason}`;
  }
}

function reason({ why, error }: Extract<StoredEvent, { type: 'step' | 'item' }>): string[] {
  const text = why ?? error?.message;
  const request = error?.requestId === undefined ? '' : ` [request ${error.requestId}]`;
  return text === undefined ? [] : [`(${text}${request})`];
}
